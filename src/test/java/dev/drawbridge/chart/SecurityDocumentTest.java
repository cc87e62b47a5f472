package dev.drawbridge.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/security.md says of each right that the chart gives what it is for, and of no other one. */
class SecurityDocumentTest {

  private static final Path PAGE = Path.of("docs", "security.md");
  private static final String ROLLOUTS = "gate: {rollouts: true}";
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| `?([a-z0-9.]+)`?: ([a-z/, ]+) \\| ([a-z, ]+) \\| \\S.* \\| \\S.* \\|$");

  @Test
  void eachRightHasItsRow() throws IOException {
    var explained =
        ROW.matcher(Files.readString(PAGE))
            .results()
            .flatMap(SecurityDocumentTest::rights)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(explained).containsExactlyElementsOf(given());
  }

  @Test
  void noInstallationReadsSecrets() {
    assertThat(given()).isNotEmpty().noneMatch(right -> right.contains("secrets"));
    assertThat(given()).noneMatch(right -> right.contains("*"));
  }

  @Test
  void eachPolicyIsNamed() throws IOException {
    var page = Files.readString(PAGE);

    assertThat(Chart.onNew().with(ROLLOUTS).render().objects())
        .filteredOn(object -> object.getKind().endsWith("AdmissionPolicy"))
        .isNotEmpty()
        .allSatisfy(
            policy -> assertThat(page).contains("`" + policy.getMetadata().getName() + "`"));
  }

  /** With every switch that gives rights. */
  private static Set<String> given() {
    return Stream.of(
            Chart.onNew().with(ROLLOUTS),
            Chart.onOld().with(ROLLOUTS),
            Chart.onNew().with("namespaces: [shop]\n" + ROLLOUTS))
        .flatMap(chart -> chart.render().objects().stream())
        .flatMap(SecurityDocumentTest::rules)
        .flatMap(SecurityDocumentTest::rights)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<PolicyRule> rules(HasMetadata part) {
    return switch (part) {
      case ClusterRole role -> role.getRules().stream();
      case Role role -> role.getRules().stream();
      default -> Stream.of();
    };
  }

  private static Stream<String> rights(PolicyRule rule) {
    return rule.getApiGroups().stream()
        .flatMap(group ->
            rights(group.isEmpty() ? "core" : group, rule.getResources(), rule.getVerbs()));
  }

  private static Stream<String> rights(MatchResult row) {
    return rights(
        row.group(1), List.of(row.group(2).split(", ", -1)), List.of(row.group(3).split(", ", -1)));
  }

  private static Stream<String> rights(String group, List<String> resources, List<String> verbs) {
    return resources.stream()
        .flatMap(resource -> verbs.stream().map(verb -> verb + " " + group + " " + resource));
  }
}
