package dev.zerok.client.runtime;

import dev.zerok.client.model.BlobHandler;
import dev.zerok.client.model.Snapshots;
import dev.zerok.client.store.ClientStore;
import dev.zerok.client.transport.ClientTransport;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.RandomSource;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What an engine is put together from; the public ClientConfig says what each is. */
public record EngineConfig(
    ClientStore store,
    ClientTransport transport,
    Crypto crypto,
    RandomSource random,
    InstantSource clock,
    LongSupplier ticker,
    CallbackRunner callbacks,
    BlobHandler handler,
    int receiveWindowBytes,
    @Nullable Snapshots snapshots,
    boolean presence,
    long checkpointAfterBytes) {}
