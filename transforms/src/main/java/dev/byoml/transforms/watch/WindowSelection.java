package dev.byoml.transforms.watch;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.feedback.Verdicts;
import dev.byoml.model.store.ModelManifest;
import dev.byoml.transforms.score.AlertThresholds;
import dev.byoml.transforms.score.AllowList;
import dev.byoml.transforms.score.SelectAnomalies;
import java.io.Serializable;

/**
 * What is reported of a window.
 *
 * @param common what is selected whichever model scores
 * @param thresholds thresholds by the model; null where {@code common} has them
 */
public record WindowSelection(SelectAnomalies common, Thresholds thresholds)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Checks that there is a selection. */
  public WindowSelection {
    requireNonNull(common, "common");
  }

  /** Finds the thresholds that go with a model. */
  @FunctionalInterface
  public interface Thresholds extends Serializable {
    /** The thresholds of a window that is scored with a model. */
    AlertThresholds of(ModelManifest manifest);
  }

  /** Never reports what {@code allowList} allows. */
  public WindowSelection withAllowList(AllowList allowList) {
    return new WindowSelection(common.withAllowList(allowList), thresholds);
  }

  /** Never reports what was found to be benign. */
  public WindowSelection withVerdicts(Verdicts verdicts) {
    return new WindowSelection(common.withVerdicts(verdicts), thresholds);
  }

  /** What is selected of a window that is scored with a model. */
  SelectAnomalies of(ModelManifest manifest) {
    return thresholds == null ? common : common.withThresholds(thresholds.of(manifest));
  }
}
