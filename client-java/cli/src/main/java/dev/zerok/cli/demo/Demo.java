package dev.zerok.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The story: two devices, one relay that is killed in the middle, three files, nothing left of them, and a third device that comes late. */
final class Demo {
  private final Narrator tell;
  private final Path home;
  private final DemoRelay relay;
  private final @Nullable DemoProof proof;
  private final DemoDevice laptop;
  private final DemoDevice phone;
  private final DemoDevice tablet;
  private final DemoFiles files;

  Demo(Narrator tell, Path home, DemoRelay relay, @Nullable DemoProof proof, DemoDevice laptop,
      DemoDevice phone, DemoDevice tablet, DemoFiles files) {
    this.tell = tell;
    this.home = home;
    this.relay = relay;
    this.proof = proof;
    this.laptop = laptop;
    this.phone = phone;
    this.tablet = tablet;
    this.files = files;
  }

  /** Plays the whole story. A step that does not show what it promises ends it with a {@link DemoFailure}. */
  void play() throws IOException {
    introduceRelay();
    createGroup();
    pair();
    pushWhilePhoneIsOffline();
    DiskWatch disk = watchDisk();
    killRelay();
    receive();
    nothingIsLeft(disk);
    lateDevice();
    if (proof != null) {
      proof.examineWire(tell, files);
    }
  }

  private void introduceRelay() {
    tell.step("A relay starts");
    tell.say(
        "It carries sealed blobs between devices. It has no accounts, no keys and no names; this one keeps what is undelivered"
            + " in the folder " + relay.data() + ".");
    tell.seen(
        "process " + relay.pid() + " listens on ws://127.0.0.1:" + relay.port() + ", identity "
            + relay.identity().substring(0, 16) + "…");
  }

  private void createGroup() {
    tell.step("The laptop creates a group");
    tell.say("The keys are made on the laptop and stay there. The relay learns a few public keys.");
    int port = proof == null ? relay.port() : proof.port();
    try (ChildProcess init = laptop.run("init", "--relay", "ws://127.0.0.1:" + port,
        "--relay-identity", relay.identity(),
        "--group", "holiday", "--name", "laptop")) {
      init.awaitEvent("recovery_kit");
      String group = init.awaitEvent("created").getOrDefault("group", "");
      init.awaitSuccess();
      tell.seen("group " + group.substring(0, 16) + "…; a recovery kit was shown once");
    }
  }

  private void pair() {
    tell.step("The phone joins by an invite");
    tell.say(
        "The laptop shows a one-time link as a QR code. The phone opens it, its owner agrees, and it shows three words. The laptop"
            + " offers four choices; its owner picks what the phone shows. A relay that had put itself in between would show other words.");
    pair(phone);
    tell.seen("the phone is in the group; its process has ended: it is offline from here on");
  }

  private void pair(DemoDevice joiner, String... options) {
    try (ChildProcess invite = laptop.run("invite", options)) {
      String link = invite.awaitEvent("invite").getOrDefault("link", "");
      try (ChildProcess join = joiner.run("join", link, "--name", joiner.name())) {
        Map<String, String> asked = join.awaitEvent("consent");
        tell.seen(
            "the " + joiner.name() + " is asked: join \"" + asked.get("group_name") + "\" of \""
                + asked.get("inviter_name") + "\"? — yes");
        join.answer("yes");
        String words = join.awaitEvent("words").getOrDefault("words", "");
        Map<String, String> choices = invite.awaitEvent("approve");
        tell.seen("the " + joiner.name() + " shows:  " + tell.bold(words));
        int pick = pick(words, choices);
        tell.seen("the laptop offers four, its owner picks number " + pick + ": the same words");
        invite.answer(Integer.toString(pick));
        join.awaitEvent("joined");
        join.awaitSuccess();
      }
      invite.awaitEvent("paired");
      invite.awaitSuccess();
    }
  }

  private static int pick(String words, Map<String, String> choices) {
    for (int i = 1; i <= 4; i++) {
      if (words.equals(choices.get("choice_" + i))) {
        return i;
      }
    }
    throw new DemoFailure(
        "The laptop offers other words than the phone shows (" + words + "): " + choices);
  }

  private void pushWhilePhoneIsOffline() {
    tell.step("The laptop pushes three files; the phone is offline");
    tell.say(
        "Each file is padded, encrypted and signed on the laptop. The relay says \"I have it\" only when it is on its disk.");
    // As single pushes, also the large one: what is looked for on the disk are whole sealed payloads.
    List<String> arguments = new ArrayList<>(List.of("--content-from", "1000000"));
    files.all().forEach(file -> arguments.add(file.toString()));
    try (ChildProcess push = laptop.run("push", arguments.toArray(String[]::new))) {
      for (Path file : files.all()) {
        Map<String, String> pushed = push.awaitEvent("pushed");
        tell.seen("%-14s %,9d bytes — cursor %s".formatted(DemoFiles.name(file),
            file.toFile().length(), pushed.get("cursor")));
      }
      push.awaitSuccess();
    }
  }

  private DiskWatch watchDisk() throws IOException {
    Path sealed = home.resolve("sealed");
    laptop.runToEnd("outbox", "--export", sealed.toString());
    DiskWatch disk = DiskWatch.of(relay.data(), sealed, files);
    if (proof != null) {
      disk.demandSealedButNotPlain(tell);
    }
    return disk;
  }

  private void killRelay() {
    tell.step("The relay is killed with -9 and comes back");
    tell.say("No goodbye, no flush: what it acknowledged must be on its disk already.");
    long before = relay.pid();
    relay.kill9();
    relay.restart();
    tell.seen("process " + before + " is gone; process " + relay.pid()
        + " has the same identity and folder");
  }

  private void receive() throws IOException {
    tell.step("The phone comes online");
    tell.say(
        "It gets what it missed, checks signatures and order, opens it, writes it to its own disk, and only then acknowledges.");
    Path inbox = phone.folder().resolve("received");
    try (ChildProcess watch = phone.run("watch", "--into", inbox.toString(), "--count", "3")) {
      for (Path sent : files.all()) {
        Map<String, String> received = watch.awaitEvent("received");
        Path file = Path.of(received.getOrDefault("file", ""));
        if (!Arrays.equals(Files.readAllBytes(sent), Files.readAllBytes(file))) {
          throw new DemoFailure(file + " differs from " + sent + ".");
        }
        tell.seen("%-14s equal byte for byte, SHA-256 %s…".formatted(
            DemoFiles.name(file), received.getOrDefault("sha256", "").substring(0, 16)));
      }
      watch.awaitSuccess();
    }
  }

  private void lateDevice() throws IOException {
    tell.step("A tablet joins late and has everything");
    tell.say(
        "The laptop invites it and pushes a sealed checkpoint of its folder: what the tablet begins with. The relay keeps that one"
            + " instead of everything that was ever pushed.");
    pair(tablet, "--history", String.valueOf(files.all().getFirst().getParent()));
    Path inbox = tablet.folder().resolve("received");
    try (ChildProcess watch = tablet.run("watch", "--into", inbox.toString(), "--count", "3")) {
      for (int i = 0; i < files.all().size(); i++) {
        Path file = Path.of(watch.awaitEvent("received").getOrDefault("file", ""));
        Path sent = files.all().getFirst().resolveSibling(String.valueOf(file.getFileName()));
        if (!Arrays.equals(Files.readAllBytes(sent), Files.readAllBytes(file))) {
          throw new DemoFailure(file + " differs from " + sent + ".");
        }
        tell.seen("%-14s is on the tablet too, byte for byte".formatted(DemoFiles.name(file)));
      }
      watch.awaitSuccess();
    }
  }

  private void nothingIsLeft(DiskWatch disk) {
    tell.step("The relay forgets");
    tell.say(
        "Every device has everything, so the relay deletes it — also from the files that its database left behind.");
    disk.awaitNothingLeft(tell);
  }
}
