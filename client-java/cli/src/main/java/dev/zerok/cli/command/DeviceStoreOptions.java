package dev.zerok.cli.command;

import dev.zerok.cli.terminal.Questions;
import dev.zerok.client.store.FileClientStore;
import dev.zerok.client.store.StoreFailure;
import dev.zerok.client.store.StoreKey;
import dev.zerok.client.system.DeviceMemory;
import dev.zerok.client.system.SecureRandomSource;
import dev.zerok.protocol.crypto.PasswordCost;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.provider.Providers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which device is meant: the folder of its store, and what unlocks it. */
public final class DeviceStoreOptions {
  /** The environment variable that holds the passphrase. A flag would show it to everybody on the machine. */
  static final String PASSPHRASE_VARIABLE = "ZEROK_PASSPHRASE";

  @Option(names = "--store", paramLabel = "DIR",
      defaultValue = "${ZEROK_STORE:-${sys:user.home}/.zerok/default}",
      description = "The device's folder (default: ${DEFAULT-VALUE}; or ZEROK_STORE).") private Path folder =
          Path.of(".");

  @Option(names = "--passphrase-file", paramLabel = "FILE",
      description = "A file whose first line unlocks the store; else ZEROK_PASSPHRASE, else it is asked for.") private @Nullable Path passphraseFile;

  private boolean exists() {
    return Files.exists(folder.resolve(FileClientStore.FILE_NAME));
  }

  /** Where the store is, or will be. */
  Path folder() {
    return folder;
  }

  /** Opens the store of a device that exists. */
  public FileClientStore openExisting(Questions questions) {
    if (!exists()) {
      throw new CommandFailure(ExitCode.FAILED,
          "There is no device in " + folder
              + ". Run 'zerok init' to create a group or 'zerok join LINK' to join one, or name"
              + " the folder with --store.");
    }
    return open(questions, false);
  }

  /** Opens the store of a new device: a fresh one, or one that an attempt which failed left empty. */
  public FileClientStore create(Questions questions) {
    return open(questions, !exists());
  }

  /** Opens the store in another folder, with what unlocks this one. */
  public FileClientStore openOther(Path other, Questions questions) {
    if (!Files.exists(other.resolve(FileClientStore.FILE_NAME))) {
      throw new CommandFailure(ExitCode.FAILED, "There is no device in " + other + ".");
    }
    return open(other, questions, false);
  }

  private FileClientStore open(Questions questions, boolean fresh) {
    return open(folder, questions, fresh);
  }

  private FileClientStore open(Path where, Questions questions, boolean fresh) {
    try {
      StoreKey key = new StoreKey.Passphrase(passphrase(questions, fresh),
          PasswordCost.argon2idFor(DeviceMemory.mebibytes()));
      return FileClientStore.open(where, key, Providers.fastest(), new SecureRandomSource());
    } catch (StoreFailure failure) {
      throw new CommandFailure(ExitCode.FAILED, String.valueOf(failure.getMessage()), failure);
    }
  }

  private Secret passphrase(Questions questions, boolean fresh) {
    if (passphraseFile != null) {
      return fromFile(passphraseFile);
    }
    String environment = System.getenv(PASSPHRASE_VARIABLE);
    if (environment != null && !environment.isEmpty()) {
      return Secret.adopt(environment.getBytes(StandardCharsets.UTF_8));
    }
    char[] typed =
        typed(questions, fresh ? "Choose a passphrase for this device's store:" : "Passphrase:");
    if (fresh) {
      char[] again = typed(questions, "The same again:");
      boolean same = Arrays.equals(typed, again);
      Arrays.fill(again, '\0');
      if (!same) {
        throw new CommandFailure(ExitCode.FAILED,
            "The two passphrases differ. Nothing was created; start again.");
      }
    }
    return utf8(typed);
  }

  private static char[] typed(Questions questions, String prompt) {
    char[] typed = questions.secret(prompt);
    if (typed == null) {
      throw new CommandFailure(ExitCode.USAGE,
          "There is no terminal to ask for the passphrase. Set ZEROK_PASSPHRASE or give --passphrase-file FILE.");
    }
    if (typed.length == 0) {
      throw new CommandFailure(ExitCode.FAILED,
          "An empty passphrase protects nothing. Choose one.");
    }
    return typed;
  }

  private static Secret utf8(char[] typed) {
    // At most three bytes a char; a buffer of our own, so that it can be wiped.
    byte[] buffer = new byte[3 * typed.length];
    ByteBuffer encoded = ByteBuffer.wrap(buffer);
    StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(typed), encoded, true);
    byte[] bytes = Arrays.copyOf(buffer, encoded.position());
    Arrays.fill(buffer, (byte) 0);
    Arrays.fill(typed, '\0');
    return Secret.adopt(bytes);
  }

  private static Secret fromFile(Path file) {
    try (var lines = Files.lines(file)) {
      String first = lines.findFirst().orElse("");
      if (first.isEmpty()) {
        throw new CommandFailure(ExitCode.FAILED,
            "The first line of " + file + " is empty; it should be the passphrase.");
      }
      return Secret.adopt(first.getBytes(StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new CommandFailure(ExitCode.FAILED, "The passphrase file " + file + " cannot be read.",
          unreadable);
    }
  }
}
