package dev.drawbridge;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * What may be called where: writes to the cluster, clocks, chance, sleep, the end of the process.
 */
class SideEffectsTest {

  /** The methods of the Kubernetes client by which something in the cluster changes. */
  private static final Set<String> WRITES =
      Set.of(
          ("create createOr createOrReplace update updateStatus updateImage replace replaceStatus edit"
                  + " editStatus accept patch patchStatus serverSideApply delete scale evict approve deny"
                  + " rolling rollback pause resume restart undo trigger tokenRequest exec attach upload raw"
                  + " getHttpClient")
              .split(" "));

  @Test
  void onlyActWritesToTheCluster() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.drawbridge.act..")
        .should()
        .accessTargetWhere(
            calls(
                "a method of the Kubernetes client that writes",
                access ->
                    access
                            .getTargetOwner()
                            .getPackageName()
                            .startsWith("io.fabric8.kubernetes.client")
                        && WRITES.contains(access.getTarget().getName())))
        .check(ArchitectureTest.PROGRAM);
  }

  @Test
  void timeComesFromAClockThatIsGiven() {
    noClasses()
        .should()
        .accessTargetWhere(calls("the time of day without a Clock", SideEffectsTest::readsTheTime))
        .check(ArchitectureTest.PROGRAM);
  }

  @Test
  void clocksAreMadeInTheWiringOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.drawbridge",
            "dev.drawbridge.operator..",
            "dev.drawbridge.warmup..",
            "dev.drawbridge.runner..")
        .should()
        .accessTargetWhere(
            calls(
                "a way to make a clock",
                access ->
                    access.getTargetOwner().isEquivalentTo(Clock.class)
                        && (access.getTarget().getName().startsWith("system")
                            || access.getTarget().getName().startsWith("tick"))))
        .check(ArchitectureTest.PROGRAM);
  }

  @Test
  void valuesAndDecisionsHaveNoClock() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.drawbridge.api..", "dev.drawbridge.report..", "dev.drawbridge.decide..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .callMethod(System.class, "nanoTime")
        .check(ArchitectureTest.PROGRAM);
  }

  @Test
  void decisionsAreNotLeftToChance() {
    noClasses()
        .that()
        .resideInAPackage("dev.drawbridge.decide..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Random.class)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.random..", "java.util.concurrent..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(SecureRandom.class)
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .allowEmptyShould(true)
        .check(ArchitectureTest.PROGRAM);
  }

  @Test
  void nobodySleeps() {
    for (var sources : List.of(ArchitectureTest.PROGRAM, ArchitectureTest.TESTS)) {
      noClasses()
          .should()
          .accessTargetWhere(
              calls(
                  "sleep",
                  access ->
                      access.getTarget().getName().equals("sleep")
                          && access.getTargetOwner().getPackageName().startsWith("java.")))
          .check(sources);
    }
  }

  @Test
  void onlyTheMainClassEndsTheProcess() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(Drawbridge.class)
        .should()
        .accessTargetWhere(
            calls(
                "exit",
                access ->
                    access.getTarget().getName().equals("exit")
                        && (access.getTargetOwner().isEquivalentTo(System.class)
                            || access.getTargetOwner().isEquivalentTo(Runtime.class))))
        .check(ArchitectureTest.PROGRAM);
  }

  private static boolean readsTheTime(JavaAccess<?> access) {
    var owner = access.getTargetOwner();
    return switch (access.getTarget().getName()) {
      case "now" ->
          owner.getPackageName().startsWith("java.time")
              && access.getTarget() instanceof CodeUnitAccessTarget target
              && target.getRawParameterTypes().stream().noneMatch(SideEffectsTest::isClock);
      case "currentTimeMillis" -> owner.isEquivalentTo(System.class);
      case "<init>" ->
          owner.isEquivalentTo(Date.class)
              && access.getTarget() instanceof CodeUnitAccessTarget target
              && target.getRawParameterTypes().isEmpty();
      default -> false;
    };
  }

  private static boolean isClock(JavaClass type) {
    return type.isEquivalentTo(Clock.class);
  }

  private static DescribedPredicate<JavaAccess<?>> calls(
      String what, Predicate<JavaAccess<?>> condition) {
    return describe("calls " + what, condition);
  }
}
