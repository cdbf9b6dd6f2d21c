package dev.zerok.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/**
 * The rules that hold in every module; each module's {@code *HouseTest} extends this and adds its own.
 *
 * <p>A rule about a package that does not exist yet holds.
 */
public abstract class HouseRules {
  /** A file longer than this hides a second concept. */
  private static final int MAX_LINES = 400;

  private final String rootPackage;
  private final String[] compositionRoots;
  private final JavaClasses classes;

  /**
   * Rules for one module.
   *
   * @param rootPackage the module's package, with all that is below it
   * @param compositionRoots the packages that may read clocks and draw randomness
   */
  protected HouseRules(String rootPackage, String... compositionRoots) {
    this.rootPackage = rootPackage;
    this.compositionRoots = compositionRoots.clone();
    this.classes = ModuleClasses.under(rootPackage);
  }

  /** Fails, naming each violation, unless {@code rule} holds in this module. */
  protected final void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(classes);
  }

  /** The library's types appear in the named packages and nowhere else in this module. */
  protected final void checkOnlyIn(String library, String... packages) {
    check(noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(library)
        .as("only %s may use %s".formatted(String.join(", ", packages), library)));
  }

  @Test
  void packages_formATree() {
    PackageTree.check(classes, rootPackage);
  }

  @Test
  void time_randomnessAndIds_comeInAsArguments() {
    check(AmbientInputs.onlyIn(compositionRoots));
  }

  @Test
  void files_areShort() {
    assertThat(SourceTree.ofThisModule().longerThan(MAX_LINES)).isEmpty();
  }

  @Test
  void tests_waitForEventsAndNeverSleep() {
    assertThat(SourceTree.ofThisModule().containing("Thread" + ".sleep")).isEmpty();
  }

  @Test
  void packages_areNullMarked() {
    assertThat(SourceTree.ofThisModule().packagesThatAreNotNullMarked()).isEmpty();
  }
}
