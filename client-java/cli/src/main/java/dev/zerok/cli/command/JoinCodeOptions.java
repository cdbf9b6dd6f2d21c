package dev.zerok.cli.command;

import com.google.protobuf.ByteString;
import dev.zerok.cli.terminal.Questions;
import dev.zerok.client.ClientConfig;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.JoinPrompts;
import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is given to join by a code or a passphrase instead of a link. */
final class JoinCodeOptions {
  @Option(names = "--code", paramLabel = "CODE",
      description = "The code that you were told, 12345-word-word-word; - asks for it.") private @Nullable String code;

  @Option(names = "--nameplate", paramLabel = "DIGITS",
      description = "The five digits that you were told; asks for the passphrase that both persons know.") private @Nullable String nameplate;

  @Option(names = "--relay", paramLabel = "URL", defaultValue = "ws://127.0.0.1:8484",
      description = "For --code and --nameplate: the relay's address (default: ${DEFAULT-VALUE}).") private URI relay =
          URI.create("ws://127.0.0.1:8484");

  @Option(names = "--relay-identity", paramLabel = "HEX",
      description = "For --code and --nameplate: the relay's identity, 64 hex digits.") private @Nullable String relayIdentity;

  /** Refuses none and more than one of the three ways. */
  void requireOneWay(@Nullable String link) {
    long given = Stream.of(given(link), given(code), given(nameplate)).filter(g -> g).count();
    if (given != 1) {
      throw new CommandFailure(ExitCode.USAGE,
          "Give one of: an invite link, --code CODE, --nameplate DIGITS.");
    }
    if (link == null && relayIdentity == null) {
      throw new CommandFailure(ExitCode.USAGE,
          "A code does not say which relay it belongs to. Give --relay URL and --relay-identity HEX too; the inviting device shows both.");
    }
  }

  private static boolean given(@Nullable String value) {
    return value != null;
  }

  CompletableFuture<SyncClient> join(ClientConfig config, Questions questions, String deviceName,
      JoinPrompts prompts) {
    String digits = nameplate;
    try {
      ByteString identity = TypedRelayIdentity.parse(String.valueOf(relayIdentity));
      if (digits == null) {
        String told = JoinCommand.typed(String.valueOf(code), questions, "Code:");
        return SyncClient.joinByCode(config, relay, identity, told, deviceName, prompts);
      }
      char[] passphrase = PairingPassphrase.ask(questions);
      try {
        return SyncClient.joinByPassphrase(config, relay, identity, digits, passphrase, deviceName,
            prompts);
      } finally {
        Arrays.fill(passphrase, '\0');
      }
    } catch (IllegalArgumentException wrong) {
      throw new CommandFailure(ExitCode.USAGE,
          "This cannot be a relay: " + wrong.getMessage() + ".", wrong);
    }
  }
}
