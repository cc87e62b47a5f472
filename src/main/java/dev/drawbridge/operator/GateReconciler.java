package dev.drawbridge.operator;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;

/** The gate's loop for Deployments. */
final class GateReconciler implements Reconciler<Deployment> {

  private final GateLoop<Deployment> loop;

  GateReconciler(GateLoop<Deployment> loop) {
    this.loop = loop;
  }

  @Override
  public List<EventSource<?, Deployment>> prepareEventSources(
      EventSourceContext<Deployment> context) {
    return loop.prepareEventSources(context);
  }

  @Override
  public UpdateControl<Deployment> reconcile(Deployment resource, Context<Deployment> context) {
    return loop.reconcile(resource, context);
  }
}
