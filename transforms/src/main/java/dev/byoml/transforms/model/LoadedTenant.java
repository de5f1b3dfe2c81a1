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

  private static final long OF_EVERY_TENANT = 11_000;

  static LoadedTenant of(TenantModel model, AlertLine line) {
    AccessScorer scorer = new AccessScorer(model);
    return new LoadedTenant(
        model,
        scorer,
        new WindowScorer(model, scorer, new UnseenAccessScorer(model)),
        line,
        new Explainer(model));
  }

  /**
   * Roughly how much memory the model takes, in bytes. Of a tenant of a few accesses that is nearly
   * all what every model has, above all two matrices of rank × rank.
   */
  long weight() {
    long rank = model.userFactors().rank();
    long rows = (long) model.accesses().users().size() + model.accesses().resources().size();
    long state = model.state().map(kept -> (long) kept.bytes().length).orElse(0L);
    return OF_EVERY_TENANT
        + 2 * Double.BYTES * rank * rank
        + 24L * model.accesses().accessCount()
        + rows * (100L + Float.BYTES * rank)
        + 2 * state;
  }
}
