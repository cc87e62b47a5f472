package dev.drawbridge;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may know whom. What may be called where is in {@link SideEffectsTest}. */
class ArchitectureTest {

  static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.drawbridge");

  static final JavaClasses TESTS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.OnlyIncludeTests())
          .importPackages("dev.drawbridge");

  private static final String MODEL = "io.fabric8.kubernetes.api.model..";
  private static final String CLIENT = "io.fabric8.kubernetes.client..";
  private static final String SDK = "io.javaoperatorsdk..";
  private static final String[] SQL = {
    "java.sql..", "javax.sql..", "org.postgresql..", "org.sqlite..", "org.flywaydb.."
  };

  @ParameterizedTest
  @EnumSource
  void packageUsesOnlyThoseOfOursThatItMayKnow(Part subject) {
    noClasses()
        .that()
        .resideInAPackage(subject.pattern())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(subject.strangers())
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("dev.drawbridge")
        .allowEmptyShould(true)
        .check(PROGRAM);
  }

  @Test
  void apiIsMadeOfValuesJacksonAndTheKubernetesModel() {
    onlyUses(
        Part.API,
        resideInAnyPackage(
                "com.fasterxml.jackson..",
                "io.fabric8.generator.annotation..",
                "io.fabric8.crd.generator.annotation..",
                "io.fabric8.kubernetes.model.annotation..",
                MODEL)
            .or(customResource())
            .or(resideInAPackage("java.io")));
  }

  @Test
  void reportIsMadeOfTheJdkAndJackson() {
    onlyUses(
        Part.REPORT,
        resideInAnyPackage(
            "com.fasterxml.jackson..", "java.io..", "java.nio..", "java.security.."));
  }

  @Test
  void decideIsMadeOfValues() {
    onlyUses(
        Part.DECIDE,
        resideInAnyPackage(Part.API.pattern(), Part.REPORT.pattern(), MODEL).or(customResource()));
  }

  @Test
  void observeAndOperatorLeaveDatabasesAlone() {
    neverUses(Part.OBSERVE, resideInAnyPackage(SQL));
    neverUses(Part.OPERATOR, resideInAnyPackage(SQL));
  }

  @Test
  void observeDoesNotWriteThroughTheSdk() {
    neverUses(
        Part.OBSERVE,
        describe(
            "the SDK's ways to write",
            type ->
                type.getName()
                    .matches("io\\.javaoperatorsdk\\..*(UpdateControl|UpdateAndCacheUtils)")));
  }

  @Test
  void actKnowsTheClientButNotTheSdk() {
    neverUses(Part.ACT, resideInAnyPackage(SQL).or(resideInAPackage(SDK)));
  }

  @Test
  void gateHasNoClient() {
    neverUses(
        Part.GATE,
        resideInAnyPackage(SQL)
            .or(resideInAPackage(SDK))
            .or(resideInAPackage(CLIENT).and(not(customResource()))));
  }

  @Test
  void runnerDoesNotKnowTheCluster() {
    neverUses(
        Part.RUNNER, resideInAPackage(SDK).or(resideInAPackage(CLIENT).and(not(customResource()))));
  }

  @Test
  void onlyTheRunnerKnowsDatabases() {
    noClasses()
        .that()
        .resideOutsideOfPackage(Part.RUNNER.pattern())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(SQL)
        .check(PROGRAM);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.drawbridge.(*)..").should().beFreeOfCycles().check(PROGRAM);
    slices().matching("dev.drawbridge.(**)").should().beFreeOfCycles().check(PROGRAM);
  }

  @Test
  void namesSayWhatATypeIs() {
    var empty = "(.*(Utils?|Helper|Manager|Impl)|(Base|Abstract)([A-Z].*)?)";
    for (var sources : List.of(PROGRAM, TESTS)) {
      noClasses()
          .should()
          .haveNameMatching("(.*[.$])?" + empty)
          .because("a type without a noun from the domain is a missing type")
          .check(sources);
    }
  }

  private static void onlyUses(Part subject, DescribedPredicate<JavaClass> also) {
    classes()
        .that()
        .resideInAPackage(subject.pattern())
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(subject.pattern(), "org.jspecify.annotations..")
                .or(jdkValues())
                .or(also))
        .allowEmptyShould(true)
        .check(PROGRAM);
  }

  private static void neverUses(Part subject, DescribedPredicate<JavaClass> banned) {
    noClasses()
        .that()
        .resideInAPackage(subject.pattern())
        .should()
        .dependOnClassesThat(banned)
        .allowEmptyShould(true)
        .check(PROGRAM);
  }

  /** What computes without touching anything: no files, sockets, threads, loggers. */
  private static DescribedPredicate<JavaClass> jdkValues() {
    return resideInAnyPackage("java.lang..", "java.math..", "java.time..", "java.nio.charset..")
        .or(resideInAnyPackage("java.util", "java.util.function", "java.util.regex"))
        .or(resideInAPackage("java.util.stream"))
        .or(describe("arrays and primitives", type -> type.isPrimitive() || type.isArray()));
  }

  /** The superclass of our resources is in the client's package, but is a value. */
  private static DescribedPredicate<JavaClass> customResource() {
    return describe(
        "CustomResource", type -> type.getName().equals(CustomResource.class.getName()));
  }
}
