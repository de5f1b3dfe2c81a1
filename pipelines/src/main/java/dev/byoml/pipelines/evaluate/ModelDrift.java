package dev.byoml.pipelines.evaluate;

import dev.byoml.model.evaluate.Drift;
import dev.byoml.model.store.ModelReader;
import dev.byoml.model.store.TenantSummary;
import dev.byoml.pipelines.cli.RunFailedException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How a model differs from the one before it, tenant by tenant.
 *
 * @param before id of the old model
 * @param after id of the new model
 * @param tenants what changed of each tenant that one of them knows, in the order of their ids
 */
record ModelDrift(String before, String after, List<Drift> tenants) {
  /** Name of the file that holds the result. */
  static final String FILE = "drift.json";

  private static final String ROW = "%-38s %-24s %-24s %-26s %8s %8s  %s%n";

  /**
   * Compares two models.
   *
   * @throws RunFailedException if one of them cannot be read
   */
  static ModelDrift between(ModelReader before, ModelReader after) {
    TreeSet<String> tenants = new TreeSet<>();
    List<Drift> drifts = new ArrayList<>();
    try {
      before.tenants().stream().map(TenantSummary::tenant).forEach(tenants::add);
      after.tenants().stream().map(TenantSummary::tenant).forEach(tenants::add);
      for (String tenant : tenants) {
        drifts.add(Drift.of(tenant, before.tenant(tenant), after.tenant(tenant)));
      }
    } catch (IOException e) {
      throw new RunFailedException("the models cannot be read: " + e.getMessage(), e);
    }
    return new ModelDrift(before.manifest().modelId(), after.manifest().modelId(), drifts);
  }

  /** The result as it stands in the file. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("previousModelId", before);
    json.put("modelId", after);
    json.put("tenants", tenants);
    return json;
  }

  /** Prints a row for each tenant. */
  void print(PrintStream out) {
    out.printf(
        Locale.ROOT,
        ROW,
        "from model " + before.substring(0, 8) + " to " + after.substring(0, 8),
        "users",
        "resources",
        "accesses",
        "Pearson",
        "Spearman",
        "communities");
    for (Drift drift : tenants) {
      out.printf(
          Locale.ROOT,
          ROW,
          drift.tenant(),
          inWords(drift.users()),
          inWords(drift.resources()),
          inWords(drift.accesses()),
          inWords(drift.pearson()),
          inWords(drift.spearman()),
          inWords(drift.communities()));
    }
    out.println(
        "users, resources, accesses: in both, + new, - gone; correlations: of both models'");
    out.println("scores over the accesses that both were trained on");
  }

  private static String inWords(Drift.Change change) {
    return String.format(
        Locale.ROOT, "%,d +%,d -%,d", change.shared(), change.added(), change.gone());
  }

  private static String inWords(Double correlation) {
    return Optional.ofNullable(correlation)
        .map(value -> String.format(Locale.ROOT, "%.3f", value))
        .orElse("-");
  }

  private static String inWords(Drift.CommunityChange communities) {
    return String.format(
        Locale.ROOT,
        "%,d -> %,d, %,d split, %,d merged",
        communities.before(),
        communities.after(),
        communities.split(),
        communities.merged());
  }
}
