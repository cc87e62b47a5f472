package dev.drawbridge.operator;

import dev.drawbridge.api.Rollout;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;

/** The gate's loop for Argo Rollouts. */
final class RolloutReconciler implements Reconciler<Rollout> {

  private final GateLoop<Rollout> loop;

  RolloutReconciler(GateLoop<Rollout> loop) {
    this.loop = loop;
  }

  @Override
  public List<EventSource<?, Rollout>> prepareEventSources(EventSourceContext<Rollout> context) {
    return loop.prepareEventSources(context);
  }

  @Override
  public UpdateControl<Rollout> reconcile(Rollout resource, Context<Rollout> context) {
    return loop.reconcile(resource, context);
  }

  /** Leaves of a Rollout only what the gate looks at. */
  static Rollout reduce(Rollout rollout) {
    var spec = rollout.getSpec();
    if (spec != null && spec.template() != null) {
      var asked = new PodTemplateSpec();
      asked.setMetadata(spec.template().getMetadata());
      rollout.setSpec(new Rollout.Spec(spec.paused(), spec.replicas(), asked));
    }
    return rollout;
  }
}
