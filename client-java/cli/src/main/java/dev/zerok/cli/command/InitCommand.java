package dev.zerok.cli.command;

import com.google.protobuf.ByteString;
import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.client.ClientConfig;
import dev.zerok.client.CreatedGroup;
import dev.zerok.client.NewGroup;
import dev.zerok.client.RecoveryKit;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.FileClientStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zerok init}: a new group whose first device, an admin, is this one. Works offline. */
@Command(name = "init",
    description = "Create a group; this device is its first. Shows the recovery kit once.")
public final class InitCommand implements Callable<Integer> {
  @Mixin private DeviceStoreOptions store = new DeviceStoreOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Option(names = "--relay", paramLabel = "URL", defaultValue = "ws://127.0.0.1:8484",
      description = "The relay's address (default: ${DEFAULT-VALUE}); up to four of the same relay.") private List<
          URI> relays = List.of();

  @Option(names = "--relay-identity", paramLabel = "HEX", required = true,
      description = "The relay's identity: 64 hex digits that it prints when it starts.") private String relayIdentity =
          "";

  @Option(names = "--group", paramLabel = "NAME", defaultValue = "my devices",
      description = "The group's name (default: ${DEFAULT-VALUE}).") private String groupName = "";

  @Option(names = "--name", paramLabel = "NAME", defaultValue = "${HOSTNAME:-first device}",
      description = "This device's name.") private String deviceName = "";

  @Option(names = "--token-file", paramLabel = "FILE",
      description = "The access token, where the relay asks for one.") private @Nullable Path tokenFile;

  @Option(names = "--kit-file", paramLabel = "FILE",
      description = "Write the recovery kit into this new file (mode 0600) instead of showing it.") private @Nullable Path kitFile;

  @Override
  public Integer call() throws IOException {
    Report report = output.report();
    NewGroup group = newGroup();
    // Before the group: the kit cannot be shown a second time.
    Path kitPlace = kitPlace();
    try {
      return create(group, report);
    } catch (IOException | RuntimeException failed) {
      if (kitPlace != null && Files.size(kitPlace) == 0) {
        Files.delete(kitPlace);
      }
      throw failed;
    }
  }

  private Integer create(NewGroup group, Report report) throws IOException {
    CreatedGroup created = create(store.create(output.questions()), group);
    try (SyncClient client = created.client();
        RecoveryKit kit = created.kit()) {
      handOver(kit, report);
      report.event("created",
          "The group \"" + groupName + "\" exists; this device is its admin. Next: zerok invite",
          Field.of("group", kit.group().hex()),
          Field.of("device", client.status().device().hex()));
    }
    return ExitCode.OK;
  }

  private static CreatedGroup create(FileClientStore file, NewGroup group) {
    try {
      return SyncClient.create(ClientConfig.of(file), group);
    } catch (SyncProblem problem) {
      file.close();
      throw RunningDevice.failure(problem);
    }
  }

  private NewGroup newGroup() {
    try {
      ByteString identity = TypedRelayIdentity.parse(relayIdentity);
      ByteString token = tokenFile == null
          ? ByteString.EMPTY
          : ByteString.copyFromUtf8(Files.readString(tokenFile).strip());
      return new NewGroup(groupName, deviceName, relays, identity, token);
    } catch (IOException unreadable) {
      throw new CommandFailure(ExitCode.USAGE,
          "The access token's file " + tokenFile + " cannot be read. Nothing was created.",
          unreadable);
    } catch (IllegalArgumentException wrong) {
      throw new CommandFailure(ExitCode.USAGE,
          "The group cannot be made like this: " + wrong.getMessage() + ".", wrong);
    }
  }

  /** The new, empty file for the kit; null if it is to be shown. */
  private @Nullable Path kitPlace() {
    if (kitFile == null) {
      return null;
    }
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try {
      return Files.createFile(kitFile, mode);
    } catch (FileAlreadyExistsException there) {
      throw new CommandFailure(ExitCode.USAGE,
          kitFile + " exists already. Name a new file for the recovery kit; nothing was created.",
          there);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, "The recovery kit cannot be written to " + kitFile
          + " (" + e + "). Name a file in a folder that exists; nothing was created.", e);
    }
  }

  private void handOver(RecoveryKit kit, Report report) throws IOException {
    if (kitFile == null) {
      report.event("recovery_kit",
          "\nThe recovery kit. It is shown once and stored nowhere: print it or write it down, and keep it safe.\n"
              + "Whoever has it owns the group.\n\n" + kit.format().indent(4),
          Field.of("text", kit.format()));
      return;
    }
    Files.write(kitFile, kit.formatBytes(), StandardOpenOption.SYNC, StandardOpenOption.WRITE);
    report.event("recovery_kit_written",
        "The recovery kit is in " + kitFile + ". Move it off this device.",
        Field.of("file", kitFile));
  }
}
