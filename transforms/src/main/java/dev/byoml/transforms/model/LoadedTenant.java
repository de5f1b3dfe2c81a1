package dev.byoml.transforms.model;

import dev.byoml.model.calibrate.AlertLine;
import dev.byoml.model.explain.Explainer;
import dev.byoml.model.score.AccessScorer;
import dev.byoml.model.score.UnseenAccessScorer;
import dev.byoml.model.score.WindowScorer;
import dev.byoml.model.tenant.TenantModel;

/**
 * One tenant's model in the memory of a worker, ready to score; used by all threads at once.
 *
 * @param model the model
 * @param scorer scores an access whose user and resource the model knows
 * @param windowScorer scores what is new of a window
 * @param line tells how much attention it deserves
 * @param explainer says why
 */
public record LoadedTenant(
    TenantModel model,
    AccessScorer scorer,
    WindowScorer windowScorer,
    AlertLine line,
    Explainer explainer) {

  static LoadedTenant of(TenantModel model, AlertLine line) {
    AccessScorer scorer = new AccessScorer(model);
    return new LoadedTenant(
        model,
        scorer,
        new WindowScorer(model, scorer, new UnseenAccessScorer(model)),
        line,
        new Explainer(model));
  }

  /** Roughly how much memory the model takes, in bytes. */
  long weight() {
    long rows = (long) model.accesses().users().size() + model.accesses().resources().size();
    long state = model.state().map(kept -> (long) kept.bytes().length).orElse(0L);
    return 24L * model.accesses().accessCount()
        + rows * (100L + 4L * model.userFactors().rank())
        + 2 * state;
  }
}
