package dev.byoml.pipelines.sentinel;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.result.Anomaly;
import java.time.Instant;

/**
 * A row of the results' table.
 *
 * @param anomaly what was written
 * @param ingested when Log Analytics took it in
 */
record StoredResult(Anomaly anomaly, Instant ingested) {
  AccessKey pair() {
    return new AccessKey(anomaly.tenant(), anomaly.actor(), anomaly.resource());
  }
}
