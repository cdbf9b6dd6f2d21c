package dev.zerok.cli.e2e;

import com.google.protobuf.ByteString;
import dev.zerok.cli.command.ExitCode;
import dev.zerok.client.NewGroup;
import dev.zerok.client.model.InviteOptions;
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
  /** Bytes in total at which a relay takes a group's roster, and no payload behind two devices' entries. */
  static final String ROOM_FOR_ROSTERS_ONLY = "1000";

  static final String PASSPHRASE = "correct horse";

  /** The first device of a new group at that relay. */
  static CommandLineDevice creating(Path folder, URI relay, ByteString identity)
      throws IOException {
    CommandLineDevice device = prepared(folder);
    ZerokRun init = device.zerok("init", "--relay", relay.toString(), "--relay-identity",
        HexFormat.of().formatHex(identity.toByteArray()), "--name", "laptop");
    if (init.code() != 0) {
      throw new AssertionError(init.err());
    }
    return device;
  }

  /** The same, made by the library under a passphrase that is cheap to stretch: for tests that run many commands. */
  static CommandLineDevice founding(Path folder, NewGroup group) throws Exception {
    CommandLineDevice device = prepared(folder);
    ClientDevice.creating(device.openStore(), group).close();
    return device;
  }

  static CommandLineDevice founding(Path folder, TestRelay relay) throws Exception {
    return founding(folder, NewGroup.at(relay.url(), relay.identity(), "holiday", "laptop"));
  }

  private static CommandLineDevice prepared(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("passphrase"), PASSPHRASE + "\n");
    return new CommandLineDevice(folder);
  }

  /** A further device of this one's group, invited by it. */
  CommandLineDevice paired(Path other, InviteOptions options) throws Exception {
    CommandLineDevice joined = prepared(other);
    try (ClientDevice inviter = ClientDevice.opening(openStore()).start()) {
      inviter.pair(joined.openStore(), options).close();
    }
    return joined;
  }

  CommandLineDevice paired(Path other) throws Exception {
    return paired(other, InviteOptions.DEFAULT);
  }

  /** Its id. */
  String id() {
    return zerok("status", "--wait", "0").each("device").getFirst();
  }

  /**
   * Runs a command with more and more patience until the relay was reached in time: how long that takes is the machine's affair.
   */
  ZerokRun patiently(String command, String... more) {
    ZerokRun run;
    int seconds = 1;
    do {
      List<String> args = new ArrayList<>(List.of(more));
      args.addAll(List.of("--wait", Integer.toString(seconds)));
      run = zerok(command, args.toArray(String[]::new));
      seconds *= 2;
    } while (run.code() == ExitCode.OFFLINE && seconds <= ClientDevice.PATIENCE_SECONDS);
    return run;
  }

  /** A further device, let in by that one; it has received nothing yet. */
  static CommandLineDevice joining(Path folder, ClientDevice inviter) throws Exception {
    CommandLineDevice device = prepared(folder);
    inviter.pair(device.openStore(), InviteOptions.DEFAULT).close();
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
