package dev.zerok.cli.demo;

import dev.zerok.cli.proof.Haystack;
import dev.zerok.cli.proof.Needles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Looks through every file of the relay for the sealed bytes, and for the plain ones. */
final class DiskWatch {
  /** The relay promises ten minutes; it does much better when it has nothing else to do. */
  private static final int FORGET_SECONDS = 90;

  private final Path data;
  private final List<Needles> sealed;
  private final List<Needles> plain;

  private DiskWatch(Path data, List<Needles> sealed, List<Needles> plain) {
    this.data = data;
    this.sealed = sealed;
    this.plain = plain;
  }

  /** @param exported folder with the sealed bytes, as the sender's outbox has them */
  static DiskWatch of(Path data, Path exported, DemoFiles files) throws IOException {
    List<Needles> sealed = new ArrayList<>();
    try (Stream<Path> all = Files.list(exported)) {
      // The frames that the outbox exports beside them hold what the relay keeps in another form.
      for (Path file : all.filter(one -> one.toString().endsWith(".sealed")).sorted().toList()) {
        sealed.add(Needles.of(DemoFiles.name(file), Files.readAllBytes(file)));
      }
    }
    if (sealed.size() < files.all().size()) {
      throw new DemoFailure("The laptop's outbox has " + sealed.size() + " sealed blobs instead of "
          + files.all().size() + ".");
    }
    List<Needles> plain = new ArrayList<>();
    for (Path file : files.all()) {
      plain.add(Needles.inAnyForm(DemoFiles.name(file), Files.readAllBytes(file)));
    }
    return new DiskWatch(data, sealed, plain);
  }

  /** The positive control: the same search finds the sealed bytes while the relay has them. */
  void demandSealedButNotPlain(Narrator tell) {
    tell.step("Proof: what lies on the relay's disk now");
    tell.say(
        "The laptop's sealed bytes are cut into windows, and every file of the relay is searched for each of them. Then for"
            + " the plain files, also as hex and base64.");
    Haystack disk = Haystack.ofFolder(data);
    for (Needles blob : sealed) {
      int found = disk.count(blob);
      if (found != blob.count()) {
        throw new DemoFailure("Only " + found + " of " + blob.count() + " windows of " + blob.name()
            + " are on the relay's disk.");
      }
    }
    tell.seen("sealed bytes: " + windows(sealed) + " of " + windows(sealed) + " windows found in "
        + disk.bytes() / 1024
        + " KiB (the search works)");
    demandNoPlain(disk);
    tell.seen("plain bytes: 0 of " + windows(plain) + " windows found");
  }

  private void demandNoPlain(Haystack disk) {
    for (Needles file : plain) {
      int found = disk.count(file);
      if (found != 0) {
        throw new DemoFailure(
            found + " windows of the plain " + file.name() + " lie on the relay's disk.");
      }
    }
  }

  /** Looks until no window is found any more. */
  void awaitNothingLeft(Narrator tell) {
    double seconds = DemoPatience.until(FORGET_SECONDS, () -> left() == 0);
    if (seconds < 0) {
      throw new DemoFailure(left() + " windows of sealed bytes still lie on the relay's disk after "
          + FORGET_SECONDS + " seconds.");
    }
    Haystack disk = Haystack.ofFolder(data);
    demandNoPlain(disk);
    tell.seen("sealed bytes: 0 of %d windows found in %d KiB, %.1f seconds later".formatted(
        windows(sealed), disk.bytes() / 1024, seconds));
  }

  private int left() {
    Haystack disk = Haystack.ofFolder(data);
    return sealed.stream().mapToInt(disk::count).sum();
  }

  private static int windows(List<Needles> all) {
    return all.stream().mapToInt(Needles::count).sum();
  }
}
