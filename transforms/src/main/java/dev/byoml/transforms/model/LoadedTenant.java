package dev.byoml.transforms.model;

import dev.byoml.model.explain.Explainer;
import dev.byoml.model.score.AccessScorer;
import dev.byoml.model.score.UnseenAccessScorer;
import dev.byoml.model.tenant.TenantModel;

/**
 * One tenant's model in the memory of a worker, ready to score; used by all threads at once.
 *
 * @param model the model
 * @param scorer scores accesses whose user and resource the model knows
 * @param unseenScorer scores the others
 * @param explainer says why
 */
public record LoadedTenant(
    TenantModel model, AccessScorer scorer, UnseenAccessScorer unseenScorer, Explainer explainer) {

  static LoadedTenant of(TenantModel model) {
    return new LoadedTenant(
        model, new AccessScorer(model), new UnseenAccessScorer(model), new Explainer(model));
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
