package dev.zerok.cli.e2e;

import com.google.protobuf.ByteString;
import dev.zerok.client.store.FileClientStore;
import dev.zerok.client.store.StoreFailure;
import dev.zerok.client.store.StoreKey;
import dev.zerok.client.system.SecureRandomSource;
import dev.zerok.protocol.crypto.PasswordCost;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.provider.Providers;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A device that a person runs by commands. */
record CommandLineDevice(Path folder) {
  private static final String PASSPHRASE = "correct horse";

  /** The first device of a new group at that relay. */
  static CommandLineDevice creating(Path folder, URI relay, ByteString identity)
      throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("passphrase"), PASSPHRASE + "\n");
    CommandLineDevice device = new CommandLineDevice(folder);
    ZerokRun init = device.zerok("init", "--relay", relay.toString(), "--relay-identity",
        HexFormat.of().formatHex(identity.toByteArray()), "--name", "laptop");
    if (init.code() != 0) {
      throw new AssertionError(init.err());
    }
    return device;
  }

  /** Runs a command on this device, in JSON. */
  ZerokRun zerok(String command, String... more) {
    List<String> args = new ArrayList<>(List.of(command, "--store",
        folder.resolve("store").toString(), "--passphrase-file",
        folder.resolve("passphrase").toString(), "--json"));
    args.addAll(List.of(more));
    return ZerokRun.of(args.toArray(String[]::new));
  }

  /** The store itself, as another program would open it. */
  FileClientStore openStore() throws StoreFailure {
    return FileClientStore.open(folder.resolve("store"),
        new StoreKey.Passphrase(Secret.adopt(PASSPHRASE.getBytes(StandardCharsets.UTF_8)),
            new PasswordCost(64, 1, 1)),
        Providers.fastest(), new SecureRandomSource());
  }
}
