package dev.byoml.pipelines.evaluate;

import dev.byoml.model.store.ModelManifest;
import dev.byoml.model.store.TenantSummary;
import dev.byoml.model.tenant.Choice;
import java.io.PrintStream;
import java.util.Locale;

/** What each tenant's candidates reached on the days held out of training, as a small table. */
final class ChoiceTable {
  private static final int MOST_TENANTS = 3;

  private ChoiceTable() {}

  /** Prints the table; of many tenants the first few. */
  static void print(ModelManifest manifest, PrintStream out) {
    manifest.tenants().stream()
        .filter(tenant -> tenant.choice() != null)
        .limit(MOST_TENANTS)
        .forEach(tenant -> print(tenant, out));
  }

  private static void print(TenantSummary tenant, PrintStream out) {
    Choice choice = tenant.choice();
    out.printf(
        "%ntenant %s is scored by %s (%s)%n", tenant.tenant(), choice.winner(), choice.reason());
    if (tenant.limit() != null) {
      out.println(tenant.limit());
    }
    if (choice.candidates().isEmpty()) {
      return;
    }
    out.printf(
        Locale.ROOT,
        "%-40s%-22s%-22s%-12s%n",
        "on the last %d days, %,d new".formatted(choice.heldOutDays(), choice.newPairs()),
        "area under curve",
        "precision, 1 in 100",
        "lead");
    for (Choice.Result result : choice.candidates()) {
      out.printf(
          Locale.ROOT,
          "%-40s%-22s%-22.3f%+.3f, surely %+.3f%n",
          result.name(),
          String.format(
              Locale.ROOT,
              "%.3f (%.3f-%.3f)",
              result.areaUnderCurve(),
              result.low(),
              result.high()),
          result.averagePrecision(),
          result.lead(),
          result.surely());
    }
  }
}
