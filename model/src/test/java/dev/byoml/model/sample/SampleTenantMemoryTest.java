package dev.byoml.model.sample;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import dev.byoml.model.sample.activity.SampleWindows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Runs alone: what other tests keep in the same heap would count as kept here. */
@Isolated
class SampleTenantMemoryTest {
  /** An event's own fields alone take more. */
  private static final long LEAST_BYTES_OF_AN_EVENT = 32;

  private static final SampleDataParameters LARGE =
      new SampleDataParameters(1, 20_000, 3_000, 8, 1);

  @Test
  void forgetsADayOnceItIsRead() {
    SampleTenant tenant = SampleOrganization.of(LARGE).tenants().get(0);
    long events = read(tenant, 0);
    long before = usedMemory();
    for (int day = 1; day < 4; day++) {
      events += read(tenant, day);
    }
    long kept = usedMemory() - before;
    assertThat(kept, is(lessThan(events * LEAST_BYTES_OF_AN_EVENT)));
  }

  private static long read(SampleTenant tenant, int day) {
    return tenant
        .export(SampleWindows.ofDays(LARGE.days()).days().get(day))
        .mapToLong(blob -> blob.rows().size())
        .sum();
  }

  private static long usedMemory() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
