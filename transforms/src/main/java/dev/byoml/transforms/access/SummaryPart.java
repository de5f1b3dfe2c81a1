package dev.byoml.transforms.access;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.parse.LineCounts;
import dev.byoml.transforms.parse.RejectedLine;
import java.util.List;
import org.apache.beam.sdk.values.KV;

/**
 * What some lines come to, on its way through the shuffle.
 *
 * @param accesses accesses added up, each (tenant, user, resource) once
 * @param rejected lines that could not be understood
 * @param counts how many lines met which fate
 */
record SummaryPart(
    List<KV<AccessKey, AccessAccumulator>> accesses,
    List<RejectedLine> rejected,
    LineCounts counts) {
  SummaryPart {
    requireNonNull(accesses, "accesses");
    requireNonNull(rejected, "rejected");
    requireNonNull(counts, "counts");
  }

  static SummaryPart ofAccesses(List<KV<AccessKey, AccessAccumulator>> accesses) {
    return new SummaryPart(accesses, List.of(), LineCounts.NONE);
  }
}
