package dev.byoml.transforms.matrix;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class WorkerCapacityTest {
  private static final long GIGABYTE = 1L << 30;

  @Test
  void holdsTenMillionAccessesInAWorkerOfFourGigabytes() {
    assertThat(WorkerCapacity.accessesIn(4 * GIGABYTE), greaterThan(10_000_000L));
    assertThat(WorkerCapacity.accessesIn(GIGABYTE), lessThan(10_000_000L));
  }

  @Test
  void heedsWhatTheUserSaysAWorkerHolds() {
    assertThat(WorkerCapacity.ofThisWorker(42), is(42L));
  }

  @Test
  void refusesATenantTooLargeForAWorkerAndNamesTheOptions() {
    IllegalStateException refusal =
        assertThrows(
            IllegalStateException.class, () -> WorkerCapacity.requireRoom("contoso", 43, 42, true));
    assertThat(refusal.getMessage(), containsString("tenant contoso has more than 42"));
    assertThat(refusal.getMessage(), containsString("--factorization=blocked"));
    assertThat(refusal.getMessage(), containsString("--mostAccessesInMemory"));
  }

  @Test
  void refusesATenantWhoseModelFitsNoWorkerAndSaysWhatToDo() {
    IllegalStateException refusal =
        assertThrows(
            IllegalStateException.class,
            () -> WorkerCapacity.requireRoomForModel("contoso", 1_000_000_000L, GIGABYTE));
    assertThat(refusal.getMessage(), containsString("tenant contoso has 1,000,000,000"));
    assertThat(refusal.getMessage(), containsString("1,024 MB"));
    assertThat(refusal.getMessage(), containsString("--from"));
  }

  @Test
  void takesATenantForBlocksThatIsTooLargeForMemory() {
    long accesses = 2 * WorkerCapacity.accessesIn(GIGABYTE);
    assertDoesNotThrow(() -> WorkerCapacity.requireRoomForModel("contoso", accesses, GIGABYTE));
  }
}
