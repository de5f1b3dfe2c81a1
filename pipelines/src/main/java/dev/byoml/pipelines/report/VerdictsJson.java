package dev.byoml.pipelines.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.byoml.model.access.AccessKey;
import dev.byoml.model.feedback.JudgedAccess;
import dev.byoml.model.feedback.VerdictHistory;
import dev.byoml.model.feedback.Verdicts;
import dev.byoml.model.result.Anomaly;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Earlier verdicts as JSON: {@code actors} and {@code resources}, each a list of tenant, id, number
 * of benign, malicious and undetermined accesses, and the time of the latest verdict, and {@code
 * accesses}, the verdicts on reported accesses themselves: tenant, actor, resource, verdict, by
 * whom and when. Of actors and resources those without an anomaly come last and may be left out.
 */
final class VerdictsJson {
  private static final int MOST = 1_000;

  private final Verdicts verdicts;
  private final List<Anomaly> anomalies;

  private VerdictsJson(Verdicts verdicts, List<Anomaly> anomalies) {
    this.verdicts = verdicts;
    this.anomalies = anomalies;
  }

  static ObjectNode of(Verdicts verdicts, List<Anomaly> anomalies) {
    return new VerdictsJson(verdicts, anomalies).write();
  }

  private ObjectNode write() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("count", verdicts.inForce().size());
    json.set("actors", histories(VerdictHistory.ofActors(verdicts), Anomaly::actor));
    json.set("resources", histories(VerdictHistory.ofResources(verdicts), Anomaly::resource));
    json.set("accesses", accesses());
    return json;
  }

  private ArrayNode histories(List<VerdictHistory> histories, Function<Anomaly, String> side) {
    Set<List<String>> reported = new HashSet<>();
    anomalies.forEach(anomaly -> reported.add(List.of(anomaly.tenant(), side.apply(anomaly))));
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (boolean wanted : new boolean[] {true, false}) {
      for (VerdictHistory history : histories) {
        if (list.size() < MOST
            && reported.contains(List.of(history.tenant(), history.id())) == wanted) {
          list.addArray()
              .add(history.tenant())
              .add(history.id())
              .add(history.benign())
              .add(history.malicious())
              .add(history.undetermined())
              .add(history.latest().toString());
        }
      }
    }
    return list;
  }

  private ArrayNode accesses() {
    Set<AccessKey> reported = new HashSet<>();
    anomalies.forEach(a -> reported.add(new AccessKey(a.tenant(), a.actor(), a.resource())));
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (JudgedAccess judged : verdicts.inForce()) {
      if (list.size() < MOST && reported.contains(judged.access())) {
        list.addArray()
            .add(judged.access().tenant())
            .add(judged.access().user())
            .add(judged.access().resource())
            .add(judged.verdict().label())
            .add(judged.by())
            .add(judged.at().toString());
      }
    }
    return list;
  }
}
