package dev.zerok.example;

import dev.zerok.client.ClientConfig;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.JoinPrompts;
import dev.zerok.client.model.SyncProblem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** {@link ExactlyOnceLedger} to be run by hand: {@code ./zerok example ledger FOLDER ['zerok://join/1#…']}. */
public final class LedgerMain {
  private static final int KEY_BYTES = 32;

  private LedgerMain() {}

  /** @param args the ledger's folder; for a new one also the link of an invite */
  public static void main(String[] args) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
    System.exit(run(List.of(args), in, System.out));
  }

  /** Runs until the input ends; each line of it shows the accounts. The exit status. */
  static int run(List<String> args, BufferedReader in, PrintStream out) throws Exception {
    if (args.isEmpty() || args.size() > 2) {
      out.println("Usage: ledger FOLDER [LINK]. The link, from 'zerok invite', for a new ledger.");
      return 2;
    }
    Path folder = Files.createDirectories(Path.of(args.get(0)));
    ClientConfig config = ExactlyOnceLedger.device(folder, key(folder))
        .withListener(event -> out.println(event.words()));
    try (SyncClient client = args.size() == 1
        ? SyncClient.open(config)
        : SyncClient.join(config, args.get(1), "ledger", prompts(out)).join()) {
      client.start();
      out.println(
          "Push '1250 groceries' from another device. Enter shows the accounts, Ctrl-D ends.");
      while (in.readLine() != null) {
        showAccounts(folder, out);
      }
      return 0;
    } catch (SyncProblem problem) {
      out.println(problem.getMessage());
    } catch (CompletionException failure) {
      out.println(failure.getCause() instanceof SyncProblem problem
          ? problem.getMessage()
          : failure.toString());
    }
    return 1;
  }

  /** An app keeps it in the keychain of the system; an example to try has a file. */
  private static byte[] key(Path folder) throws IOException {
    Path file = folder.resolve("key");
    if (!Files.exists(file)) {
      byte[] key = new byte[KEY_BYTES];
      new SecureRandom().nextBytes(key);
      Files.write(file, key);
    }
    return Files.readAllBytes(file);
  }

  private static JoinPrompts prompts(PrintStream out) {
    return new JoinPrompts() {
      @Override
      public CompletionStage<Boolean> consent(String group, String inviter, boolean hasHistory) {
        out.println("Joining a group by the link of " + inviter + ".");
        return CompletableFuture.completedFuture(true);
      }

      @Override
      public void showWords(List<String> words) {
        out.println("Words: " + String.join(" ", words));
      }
    };
  }

  private static void showAccounts(Path folder, PrintStream out) throws SQLException {
    try (Connection app = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("app.db"));
        Statement statement = app.createStatement();
        ResultSet row = statement.executeQuery("SELECT name, cents FROM account ORDER BY name")) {
      boolean any = false;
      for (; row.next(); any = true) {
        out.println(row.getString(1) + ": " + row.getLong(2) + " cents");
      }
      if (!any) {
        out.println("No account has anything yet.");
      }
    }
  }
}
