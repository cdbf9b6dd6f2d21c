package dev.zerok.protocol.crypto.provider;

import dev.zerok.protocol.crypto.Aead;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.HashFunction;
import dev.zerok.protocol.crypto.KeyAgreement;
import dev.zerok.protocol.crypto.PakeGroup;
import dev.zerok.protocol.crypto.PasswordKdf;
import dev.zerok.protocol.crypto.Signatures;
import dev.zerok.protocol.crypto.Suite;
import java.util.Map;

/** A suite whose primitives were chosen one by one. */
record AssembledCrypto(
    Suite suite,
    KeyAgreement agreement,
    Signatures signatures,
    Aead recordAead,
    Aead blobAead,
    HashFunction transcriptHash,
    HashFunction sha256Function,
    PasswordKdf passwordKdf,
    PakeGroup pakeGroup,
    Map<String, String> describe)
    implements Crypto {}
