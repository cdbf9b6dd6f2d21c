package dev.zerok.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** The rule that time, randomness and ids come in as arguments, so that a test owns them. */
public final class AmbientInputs {
  private static final Map<String, Set<String>> SOURCES = Map.ofEntries(
      Map.entry("java.lang.System", Set.of("currentTimeMillis", "nanoTime")),
      Map.entry("java.lang.Math", Set.of("random")),
      Map.entry("java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "system")),
      Map.entry("java.time.Instant", Set.of("now")),
      Map.entry("java.time.LocalDate", Set.of("now")),
      Map.entry("java.time.LocalDateTime", Set.of("now")),
      Map.entry("java.time.ZonedDateTime", Set.of("now")),
      Map.entry("java.util.UUID", Set.of("randomUUID")),
      Map.entry("java.util.concurrent.ThreadLocalRandom", Set.of("current")),
      Map.entry("java.security.SecureRandom", Set.of("<init>", "getInstance", "getInstanceStrong")),
      Map.entry("java.util.Random", Set.of("<init>")));

  private AmbientInputs() {}

  /**
   * No class reads a clock or draws randomness itself, except in the composition roots.
   *
   * @param roots package patterns of ArchUnit: {@code a.b} is one package, {@code a.b..} a sub-tree
   */
  public static ArchRule onlyIn(String... roots) {
    return classes()
        .that(not(resideInAnyPackage(roots)))
        .should(TAKE_THEM_AS_ARGUMENTS)
        .allowEmptyShould(true);
  }

  private static final ArchCondition<JavaClass> TAKE_THEM_AS_ARGUMENTS =
      new ArchCondition<>("take time, randomness and ids as arguments") {
        @Override
        public void check(JavaClass type, ConditionEvents events) {
          for (JavaAccess<?> access : type.getAccessesFromSelf()) {
            if (isAmbient(access) && !isSuperConstructorCall(type, access)) {
              events.add(SimpleConditionEvent.violated(type, access.getDescription()));
            }
          }
        }
      };

  private static boolean isAmbient(JavaAccess<?> access) {
    AccessTarget target = access.getTarget();
    boolean givenClock = target instanceof AccessTarget.CodeUnitAccessTarget unit
        && unit.getRawParameterTypes()
            .stream()
            .map(HasName::getName)
            .anyMatch("java.time.Clock"::equals);
    return !givenClock
        && SOURCES.getOrDefault(target.getOwner().getName(), Set.of()).contains(target.getName());
  }

  /** An adapter that hands given bytes to a library as a {@code SecureRandom} draws nothing. */
  private static boolean isSuperConstructorCall(JavaClass type, JavaAccess<?> access) {
    return access.getTarget().getName().equals("<init>")
        && (type.isAssignableTo(SecureRandom.class) || type.isAssignableTo(Random.class));
  }
}
