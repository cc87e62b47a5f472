package dev.drawbridge.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** Somebody with few rights: a ServiceAccount, and what it may do in its namespace. */
public record Person(String namespace, String name) {

  /** What a person may do with the resources of this kind. */
  public static PolicyRule right(String group, String resource, String... verbs) {
    return new PolicyRuleBuilder()
        .withApiGroups(group)
        .withResources(resource)
        .withVerbs(verbs)
        .build();
  }

  /** Makes this person, who has these rights and no others. */
  public void create(KubernetesClient client, PolicyRule... rights) {
    List.<HasMetadata>of(
            new ServiceAccountBuilder().withMetadata(metadata()).build(),
            new RoleBuilder().withMetadata(metadata()).withRules(rights).build(),
            new RoleBindingBuilder()
                .withMetadata(metadata())
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", name)
                .addNewSubject("", "ServiceAccount", name, namespace)
                .build())
        .forEach(part -> client.resource(part).create());
  }

  private ObjectMeta metadata() {
    return new ObjectMetaBuilder().withName(name).withNamespace(namespace).build();
  }

  /** As the API server knows them. */
  public String user() {
    return "system:serviceaccount:" + namespace + ":" + name;
  }
}
