"""The messages of zerok/v1/*.proto as tables: field number -> (name, type), with the oneof that holds it, if any.

Types: "bytes", "string", "uint32", "uint64", "bool", "enum", or the name of another message; "*" in front means repeated.
"""

ONEOFS = {
    "ClientFrame": "frame",
    "RelayFrame": "frame",
    "RosterBody": "kind",
    "PairMessage": "message",
}

# Numbers of RosterBody that stand outside its oneof; in the other three messages every field stands inside.
ROSTER_BODY_PLAIN = (1, 2, 3, 4, 5)

MESSAGES = {
    # frames.proto
    "ClientFrame": {
        1: ("hello", "Hello"), 2: ("roster_present", "RosterPresent"), 3: ("roster_append", "RosterAppend"),
        4: ("push", "Push"), 5: ("pull", "Pull"), 6: ("ack", "Ack"), 7: ("signal", "Signal"), 8: ("bye", "Bye"), 9: ("mailbox_open", "MailboxOpen"),
        10: ("mailbox_join", "MailboxJoin"), 11: ("mailbox_send", "MailboxSend"), 12: ("mailbox_close", "MailboxClose"),
        17: ("roster_request", "RosterRequest"),
    },
    "RelayFrame": {
        1: ("welcome", "Welcome"), 2: ("roster_entries", "RosterEntries"), 3: ("push_ack", "PushAck"),
        4: ("deliver", "Deliver"), 5: ("caught_up", "CaughtUp"), 6: ("presence", "Presence"),
        7: ("watermarks", "Watermarks"), 8: ("signal_from", "SignalFrom"), 9: ("gap", "Gap"), 10: ("reset", "Reset"),
        11: ("notice", "Notice"), 12: ("retry_later", "RetryLater"), 13: ("go_away", "GoAway"), 14: ("error", "Error"),
        15: ("mailbox_message", "MailboxMessage"),
    },
    "LogPosition": {1: ("log_id", "bytes"), 2: ("cursor", "uint64"), 3: ("running_hash", "bytes")},
    "RosterHead": {1: ("length", "uint32"), 2: ("hash", "bytes")},
    "Hello": {
        1: ("features", "uint64"), 2: ("group_id", "bytes"), 3: ("store_incarnation", "bytes"), 4: ("last", "LogPosition"),
        5: ("roster_head", "RosterHead"), 6: ("receive_window", "uint32"), 7: ("access_token", "bytes"),
    },
    "RosterPresent": {1: ("entries", "*RosterEntry"), 2: ("more", "bool"), 3: ("access_token", "bytes")},
    "RosterRequest": {1: ("signature", "bytes")},
    "RosterAppend": {1: ("entry", "RosterEntry")},
    "Push": {
        1: ("device_seq", "uint64"), 2: ("kind", "enum"), 3: ("stream", "bytes"), 4: ("covers", "uint64"),
        5: ("epoch", "uint32"), 6: ("ttl_seconds", "uint32"), 7: ("payload", "bytes"),
    },
    "Pull": {1: ("max_blobs", "uint32")},
    "Signal": {1: ("epoch", "uint32"), 2: ("payload", "bytes"), 3: ("to", "bytes")},
    "Ack": {1: ("received", "uint64"), 2: ("applied", "uint64")},
    "Bye": {},
    "MailboxOpen": {1: ("mailbox_id", "bytes"), 2: ("ttl_seconds", "uint32")},
    "MailboxJoin": {1: ("mailbox_id", "bytes")},
    "MailboxSend": {1: ("mailbox_id", "bytes"), 2: ("body", "bytes")},
    "MailboxClose": {1: ("mailbox_id", "bytes")},
    "PushCredit": {1: ("pushes", "uint64"), 2: ("bytes", "uint64")},
    "SessionLimits": {
        1: ("max_payload_bytes", "uint32"), 2: ("default_ttl_seconds", "uint32"), 3: ("max_ttl_seconds", "uint32"),
        4: ("max_pushes_in_flight", "uint32"),
    },
    "ReconnectWindow": {1: ("window_millis", "uint32"), 2: ("nodes", "*string")},
    "Welcome": {
        1: ("log_id", "bytes"), 2: ("head_cursor", "uint64"), 3: ("own_device_seq", "uint64"), 4: ("own_push_hash", "bytes"),
        5: ("own_applied", "uint64"), 6: ("pending_count", "uint64"), 7: ("pending_bytes", "uint64"),
        8: ("stored_bytes", "uint64"), 9: ("quota_bytes", "uint64"), 10: ("push_credit", "PushCredit"),
        11: ("limits", "SessionLimits"), 12: ("reconnect", "ReconnectWindow"), 13: ("server_time_millis", "uint64"),
        14: ("features", "uint64"), 15: ("roster_head", "RosterHead"),
        16: ("head_running_hash", "bytes"),
    },
    "PlacedRosterEntry": {1: ("cursor", "uint64"), 2: ("entry", "RosterEntry")},
    "RosterEntries": {1: ("entries", "*PlacedRosterEntry"), 2: ("more", "bool")},
    "PushAck": {1: ("device_seq", "uint64"), 2: ("cursor", "uint64"), 3: ("replicas", "uint32"), 4: ("push_credit", "PushCredit")},
    "Deliver": {
        1: ("cursor", "uint64"), 2: ("sender", "bytes"), 3: ("device_seq", "uint64"), 4: ("kind", "enum"),
        5: ("stream", "bytes"), 6: ("covers", "uint64"), 7: ("epoch", "uint32"), 8: ("payload", "bytes"),
    },
    "CaughtUp": {1: ("cursor", "uint64"), 2: ("more", "bool")},
    "Presence": {1: ("online", "*bytes"), 2: ("offline", "*bytes"), 3: ("whole", "bool")},
    "DeviceWatermark": {1: ("device_id", "bytes"), 2: ("applied", "uint64"), 3: ("last_seen_hours", "uint64")},
    "Watermarks": {1: ("devices", "*DeviceWatermark")},
    "SignalFrom": {1: ("sender", "bytes"), 2: ("epoch", "uint32"), 3: ("payload", "bytes")},
    "Gap": {1: ("from", "uint64"), 2: ("to", "uint64"), 3: ("reason", "enum")},
    "Reset": {1: ("log_id", "bytes"), 2: ("head_cursor", "uint64"), 3: ("reason", "enum")},
    "Notice": {1: ("push_credit", "PushCredit"), 2: ("reconnect", "ReconnectWindow")},
    "RetryLater": {1: ("after_millis", "uint32")},
    "GoAway": {1: ("reason", "enum"), 2: ("return_after_millis", "uint32")},
    "Error": {
        1: ("code", "uint32"), 2: ("message", "string"), 3: ("retry", "enum"), 4: ("retry_after_millis", "uint32"),
        5: ("device_seq", "uint64"), 6: ("expected_device_seq", "uint64"), 7: ("roster_head", "RosterHead"),
        8: ("mailbox_id", "bytes"),
    },
    "MailboxMessage": {1: ("mailbox_id", "bytes"), 2: ("event", "enum"), 3: ("body", "bytes")},
    # pairing.proto
    "Invite": {
        1: ("version", "uint32"), 2: ("suite", "string"), 3: ("relay_urls", "*string"), 4: ("relay_identity", "bytes"),
        5: ("group_id", "bytes"), 6: ("mailbox_id", "bytes"), 7: ("secret", "bytes"), 8: ("expires_at_seconds", "uint64"),
    },
    "PairCommit": {1: ("commitment", "bytes")},
    "PairOffer": {1: ("random", "bytes"), 2: ("keys", "DeviceKeys")},
    "PairOpen": {1: ("random", "bytes"), 2: ("keys", "DeviceKeys"), 3: ("name", "string")},
    "PairAbout": {1: ("group_name", "string"), 2: ("inviter_name", "string"), 3: ("has_history", "bool")},
    "PairConsent": {1: ("signature", "bytes")},
    "PairAdmit": {
        1: ("roster_head", "RosterHead"), 2: ("epoch", "uint32"), 3: ("epoch_secret", "bytes"), 4: ("seen", "LogPosition"),
        5: ("checkpoint_hashes", "*bytes"), 6: ("stream_secret", "bytes"), 7: ("history_streams", "*bytes"),
    },
    "PakeStart": {
        1: ("version", "uint32"), 2: ("suite", "string"), 3: ("memory_kib", "uint32"), 4: ("passes", "uint32"), 5: ("salt", "bytes"),
    },
    "PakeShare": {1: ("share", "bytes"), 2: ("confirmation", "bytes")},
    "PakeConfirm": {1: ("confirmation", "bytes")},
    "PakeInvite": {1: ("sealed", "bytes")},
    "PairDone": {},
    "PairAbort": {1: ("reason", "enum")},
    "PairMessage": {
        1: ("about", "PairAbout"), 2: ("consent", "PairConsent"), 3: ("admit", "PairAdmit"), 4: ("done", "PairDone"),
        5: ("abort", "PairAbort"),
    },
    # relay_identity.proto
    "RelayCertificate": {1: ("body", "bytes"), 2: ("signature", "bytes")},
    "IdentitySuccession": {1: ("from", "bytes"), 2: ("to", "bytes"), 3: ("signature", "bytes")},
    "SuccessionBody": {1: ("from", "bytes"), 2: ("to", "bytes")},
    "RelayCertificateBody": {
        1: ("identity", "bytes"), 2: ("noise_static", "bytes"), 3: ("not_after_seconds", "uint64"), 4: ("hosts", "*string"),
        5: ("successions", "*IdentitySuccession"),
    },
    # roster.proto
    "RosterEntry": {1: ("body", "bytes"), 2: ("signature", "bytes")},
    "DeviceKey": {1: ("use", "enum"), 2: ("key", "bytes")},
    "DeviceKeys": {1: ("keys", "*DeviceKey")},
    "DeviceEntry": {1: ("keys", "DeviceKeys"), 2: ("role", "enum"), 3: ("handshake_hash", "bytes"), 4: ("signature", "bytes")},
    "JoinBody": {1: ("keys", "DeviceKeys"), 2: ("handshake_hash", "bytes")},
    "EpochBox": {1: ("device_id", "bytes"), 2: ("sealed", "bytes")},
    "Rekey": {1: ("epoch", "uint32"), 2: ("commitment", "bytes"), 3: ("boxes", "*EpochBox"), 4: ("root_box", "bytes")},
    "Genesis": {1: ("root_key", "bytes"), 2: ("root_seal_key", "bytes"), 3: ("first", "DeviceEntry"), 4: ("rekey", "Rekey")},
    "Add": {1: ("device", "DeviceEntry"), 2: ("replaces", "bytes"), 3: ("rekey", "Rekey")},
    "Remove": {
        1: ("device_id", "bytes"), 2: ("last_device_seq", "uint64"), 3: ("last_blob_hash", "bytes"), 4: ("rekey", "Rekey"),
    },
    "Leave": {},
    "SetRole": {1: ("device_id", "bytes"), 2: ("role", "enum")},
    "RosterReset": {1: ("devices", "*DeviceEntry"), 2: ("rekey", "Rekey")},
    "Close": {},
    "BadBox": {1: ("epoch", "uint32")},
    "RosterBody": {
        1: ("version", "uint32"), 2: ("index", "uint32"), 3: ("previous", "bytes"), 4: ("signer", "bytes"),
        5: ("signed_at_millis", "uint64"), 10: ("genesis", "Genesis"), 11: ("add", "Add"), 12: ("remove", "Remove"),
        13: ("rekey", "Rekey"), 14: ("leave", "Leave"), 15: ("set_role", "SetRole"), 16: ("reset", "RosterReset"),
        18: ("close", "Close"), 19: ("bad_box", "BadBox"),
    },
    # seal.proto
    "PayloadHeader": {
        1: ("version", "uint32"), 2: ("kind", "enum"), 3: ("encoding", "enum"), 4: ("content_type", "string"),
        5: ("sent_at_millis", "uint64"), 6: ("envelope_kind", "enum"), 7: ("stream", "bytes"), 8: ("covers", "uint64"),
        9: ("epoch", "uint32"), 10: ("sender", "bytes"), 11: ("device_seq", "uint64"), 12: ("previous_blob_hash", "bytes"),
        13: ("roster_head", "RosterHead"), 14: ("seen", "LogPosition"), 15: ("body_hash", "bytes"), 16: ("part", "uint32"),
    },
    "Manifest": {
        1: ("content_id", "bytes"), 2: ("size", "uint64"), 3: ("chunk_bytes", "uint32"), 4: ("chunk_count", "uint32"),
        5: ("sha256", "bytes"), 6: ("name", "string"), 7: ("content_type", "string"), 8: ("withdrawn", "bool"),
    },
    "Chunk": {1: ("content_id", "bytes"), 2: ("index", "uint32"), 3: ("data", "bytes")},
    "SealedContent": {1: ("header", "bytes"), 2: ("signature", "bytes"), 3: ("body", "bytes")},
    "Profile": {1: ("device_name", "string")},
    "SignalHeader": {
        1: ("version", "uint32"), 2: ("content_type", "string"), 3: ("session", "bytes"), 4: ("session_started_millis", "uint64"),
        5: ("counter", "uint64"), 6: ("epoch", "uint32"), 7: ("sender", "bytes"), 8: ("body_hash", "bytes"),
    },
    "SealedSignal": {1: ("header", "bytes"), 2: ("signature", "bytes"), 3: ("body", "bytes")},
}


def oneof_numbers(message):
    """The field numbers of the message that stand in its oneof; empty where it has none."""
    if message not in ONEOFS:
        return ()
    plain = ROSTER_BODY_PLAIN if message == "RosterBody" else ()
    return tuple(n for n in MESSAGES[message] if n not in plain)
