package dev.byoml.model.evaluate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.is;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.calibrate.AlertLine;
import dev.byoml.model.learn.Organisations;
import dev.byoml.model.tenant.Affinity;
import dev.byoml.model.tenant.TenantModel;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BudgetRecallTest {
  private static final TenantModel MODEL = Organisations.model(Affinity.COSINE, true);

  @Test
  void countsWhatLiesAboveTheLineOfEachLabel() {
    BudgetRecall recall =
        of(
            List.of(
                pair("legal-user-1", "finance-share-0", true),
                pair("legal-user-2", "legal-share-0", true),
                pair("legal-user-3", "legal-share-1", false),
                pair("joiner", "common", false)));
    assertThat(recall, is(new BudgetRecall(2, 1, 2, 0)));
  }

  @Test
  void reportsNothingOfATenantThatNobodyKnows() {
    BudgetRecall recall =
        BudgetRecall.of(
            List.of(pair("a", "x", true), pair("a", "y", false)),
            tenant -> Optional.empty(),
            tenant -> AlertLine.UNCALIBRATED);
    assertThat(recall, is(new BudgetRecall(1, 0, 1, 0)));
  }

  /** By hand: (0.8 + z/2 ± 1.96 sqrt((0.8 * 0.2 + z/4) / 10)) / (1 + z), where z = 1.96² / 10. */
  @Test
  void givesWilsonsInterval() {
    Estimate recall = new BudgetRecall(10, 8, 0, 0).recall();
    assertThat(recall.value(), is(0.8));
    assertThat(recall.low(), closeTo(0.4902, 1e-4));
    assertThat(recall.high(), closeTo(0.9433, 1e-4));
  }

  private static BudgetRecall of(List<LabelledPair> pairs) {
    return BudgetRecall.of(pairs, tenant -> Optional.of(MODEL), tenant -> AlertLine.UNCALIBRATED);
  }

  private static LabelledPair pair(String user, String resource, boolean anomalous) {
    return new LabelledPair(new AccessKey(MODEL.tenant(), user, resource), anomalous);
  }
}
