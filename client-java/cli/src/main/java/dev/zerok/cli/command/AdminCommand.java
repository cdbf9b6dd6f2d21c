package dev.zerok.cli.command;

import dev.zerok.cli.terminal.Questions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zerok admin}: looks after a running relay through its operator's port. */
@Command(name = "admin",
    description = "Look after a running relay: its groups, its top talkers, erasing, draining.")
public final class AdminCommand implements Runnable {
  private static final Pattern OPAQUE_ID = Pattern.compile("[0-9a-f]{32}");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what: groups, top, erase or drain.");
  }

  /** Where the relay is, and the secret that it wants to see. */
  static final class Relay {
    @Option(names = "--url", paramLabel = "URL", defaultValue = "http://127.0.0.1:8485",
        description = "The relay's ops-listen (default: ${DEFAULT-VALUE}).") private URI url =
            URI.create("http://127.0.0.1:8485");

    @Option(names = "--token-file", paramLabel = "FILE",
        defaultValue = "${ZEROK_OPS_ADMIN_TOKEN_FILE:-./zerok-data/admin-token}",
        description = "The relay's admin token (default: ${DEFAULT-VALUE}; or ZEROK_OPS_ADMIN_TOKEN_FILE).") private Path tokenFile =
            Path.of("zerok-data", "admin-token");

    @Option(names = "--json",
        description = "One JSON object per line on standard output.") private boolean json;

    /** Asks the relay and prints what it says. */
    int ask(String method, String path, String query) {
      String separator = query.isEmpty() ? "" : "&";
      URI target =
          url.resolve("/admin/" + path + "?" + query + separator + (json ? "format=json" : ""));
      HttpRequest request =
          HttpRequest.newBuilder(target)
              .timeout(PATIENCE)
              .header("Authorization", "Bearer " + token())
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build();
      try (HttpClient http = HttpClient.newHttpClient()) {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        return switch (answer.statusCode()) {
          case 200, 202 -> {
            System.out.print(answer.body());
            System.out.flush();
            yield ExitCode.OK;
          }
          case 401 -> throw new CommandFailure(ExitCode.NOT_ADMITTED,
              "The relay at " + url + " wants another token than the one in " + tokenFile
                  + ". Give the file that its ops.admin-token-file names.");
          default -> throw new CommandFailure(ExitCode.FAILED,
              "The relay at " + url + " said: " + answer.body().strip());
        };
      } catch (IOException unreachable) {
        throw new CommandFailure(ExitCode.OFFLINE,
            "There is no relay at " + url + ". Is it running, and is that its ops-listen?",
            unreachable);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new CommandFailure(ExitCode.FAILED, "Interrupted.", interrupted);
      }
    }

    private String token() {
      try (var lines = Files.lines(tokenFile)) {
        return lines.findFirst().orElse("").strip();
      } catch (IOException unreadable) {
        throw new CommandFailure(ExitCode.FAILED,
            "The admin token " + tokenFile
                + " cannot be read. The relay makes it at its first start; name it with --token-file.",
            unreadable);
      }
    }

    Questions questions() {
      return new Questions(System.in, System.err, json);
    }
  }

  @Command(name = "groups",
      description = "The groups with most stored bytes, under ids that mean something on that relay only.")
  int groups(@Mixin Relay relay) {
    return relay.ask("GET", "groups", "");
  }

  @Command(name = "top", description = "Who pushed most in this and the last ten minutes.")
  int top(@Mixin Relay relay) {
    return relay.ask("GET", "top", "");
  }

  @Command(name = "erase",
      description = "Erase a group and everything of it from the relay, for good.")
  int erase(
      @Mixin Relay relay,
      @Parameters(paramLabel = "GROUP",
          description = "Its id as 'zerok admin groups' shows it.") String group,
      @Option(names = "--yes", description = "Do not ask.") boolean yes) {
    if (!OPAQUE_ID.matcher(group).matches()) {
      throw new CommandFailure(ExitCode.USAGE,
          "A group is named by the 32 hex digits that 'zerok admin groups' shows.");
    }
    if (!yes && !relay.questions()
        .agrees(
            "Erase group " + group + " for good? What its devices did not fetch yet is lost.")) {
      throw new CommandFailure(ExitCode.DECLINED, "Nothing was erased.");
    }
    return relay.ask("POST", "erase", "group=" + group);
  }

  @Command(name = "drain",
      description = "Say goodbye to every session, then end the relay's process with 0.")
  int drain(@Mixin Relay relay) {
    return relay.ask("POST", "drain", "");
  }
}
