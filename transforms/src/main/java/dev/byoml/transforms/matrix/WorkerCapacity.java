package dev.byoml.transforms.matrix;

import java.util.Locale;

/**
 * How many accesses of one tenant a worker holds while it learns from them, and how many when it
 * puts together what others have factorized. The bytes are what {@code
 * scripts/measure-worker-memory.sh} finds, rounded up.
 */
public final class WorkerCapacity {
  /**
   * Heap that one access takes at the peak: {@code scripts/measure-worker-memory.sh} finds 106, to
   * within 33.
   */
  private static final long BYTES_OF_AN_ACCESS = 150;

  /**
   * Heap that one access takes in a finished model at the very least: 12 in the matrix by user, 8
   * in the one by resource, and half as much again while they are made.
   */
  private static final long BYTES_OF_A_FINISHED_ACCESS = 30;

  /** What is left for the runner and for other tenants. */
  private static final double SHARE_OF_HEAP = 0.6;

  private static final String ONLY_WAY_IN_BLOCKS =
      "--algorithm=als, which alone learns in blocks too (--factorization=blocked or auto)";

  private WorkerCapacity() {}

  /** The number of accesses that a heap of this size holds. */
  static long accessesIn(long heapBytes) {
    return (long) (SHARE_OF_HEAP * heapBytes / BYTES_OF_AN_ACCESS);
  }

  /**
   * The number of accesses that this worker learns from in memory.
   *
   * @param stated what the user said, or 0 if it follows from the heap
   */
  public static long ofThisWorker(long stated) {
    return stated > 0 ? stated : accessesIn(Runtime.getRuntime().maxMemory());
  }

  /**
   * Refuses a tenant that is too large to be learned from in memory.
   *
   * @param stated what the user said a worker holds, or 0 if it follows from the heap
   * @param inBlocks whether the tenant could be learned from in blocks instead
   * @throws IllegalStateException if there are more accesses than a worker holds
   */
  static void requireRoom(String tenant, long accesses, long stated, boolean inBlocks) {
    long most = ofThisWorker(stated);
    if (accesses > most) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "tenant %s has more than %,d distinct accesses, the most that a worker with %,d MB of"
                  + " heap learns from in memory: use %s, or give workers more memory"
                  + " (or raise --mostAccessesInMemory)",
              tenant,
              most,
              Runtime.getRuntime().maxMemory() >> 20,
              inBlocks ? "--factorization=blocked or auto" : ONLY_WAY_IN_BLOCKS));
    }
  }

  /**
   * Refuses a tenant that is too large for any way of factorizing, since its finished model is put
   * together, and later scored with, on one worker.
   *
   * @throws IllegalStateException if there are more accesses than a model in this worker can have
   */
  public static void requireRoomForModel(String tenant, long accesses) {
    requireRoomForModel(tenant, accesses, Runtime.getRuntime().maxMemory());
  }

  /** The same for a worker with a heap of that size. */
  public static void requireRoomForModel(String tenant, long accesses, long heapBytes) {
    if (accesses > heapBytes / BYTES_OF_A_FINISHED_ACCESS) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "tenant %s has %,d distinct accesses, too many for a model that fits into a worker with"
                  + " %,d MB of heap, whatever --factorization: give workers more memory, or train on"
                  + " a shorter time (--from)",
              tenant,
              accesses,
              heapBytes >> 20));
    }
  }
}
