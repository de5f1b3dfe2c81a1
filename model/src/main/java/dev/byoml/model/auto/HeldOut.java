package dev.byoml.model.auto;

import dev.byoml.model.hash.SplitMix64;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.CompressedRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A tenant's accesses, cut at a day: those before, and pairs from the days after to judge by. The
 * last days are the fewest in which a tenth of all accesses are new. Of a tenant with many accesses
 * a sample of its users stands for all, drawn by a hash of their ids.
 *
 * @param before what was touched before, of the users of the sample
 * @param days how many days are held out
 * @param users user of each pair, by the rows of {@code before}, ascending
 * @param resources resource of each pair, by its columns
 * @param happened whether the pair was touched for the first time on the days held out; if not, it
 *     never was, and its resource stands for one that was
 */
record HeldOut(AccessMatrix before, int days, int[] users, int[] resources, boolean[] happened) {
  /** The most accesses that candidates learn from. */
  static final int MOST_ACCESSES = 200_000;

  private static final int PART_OF_ACCESSES = 10;
  private static final int MOST_PAIRS = 5000;
  private static final int DRAWS = 20;
  private static final long SEED = 24;

  /**
   * Cuts a tenant's accesses; empty if their days are not known or do not divide them into earlier
   * and later ones.
   */
  static Optional<HeldOut> of(AccessMatrix accesses, int mostAccesses) {
    int[] days = accesses.firstDays();
    if (days.length == 0) {
      return Optional.empty();
    }
    int[] ascending = days.clone();
    Arrays.sort(ascending);
    int first = ascending[0];
    int last = ascending[ascending.length - 1];
    int cut = ascending[ascending.length - 1 - (ascending.length - 1) / PART_OF_ACCESSES];
    int firstHeldOut = Arrays.binarySearch(ascending, cut);
    while (firstHeldOut > 0 && ascending[firstHeldOut - 1] == cut) {
      firstHeldOut--;
    }
    if (cut == first || firstHeldOut < ascending.length / 2) {
      return Optional.empty();
    }
    return Optional.of(new Cutter(accesses, cut, mostAccesses).cut(last - cut + 1));
  }

  private static final class Cutter {
    private final AccessMatrix accesses;
    private final CompressedRows rows;
    private final int[] days;
    private final int cut;
    private final int[] userNumbers;
    private final int[] resourceNumbers;

    Cutter(AccessMatrix accesses, int cut, int mostAccesses) {
      this.accesses = accesses;
      this.rows = accesses.likelihoods();
      this.days = accesses.firstDays();
      this.cut = cut;
      double share = (double) mostAccesses / rows.valueCount();
      boolean[] users = new boolean[rows.rowCount()];
      boolean[] resources = new boolean[rows.columnCount()];
      for (int user = 0; user < users.length; user++) {
        if (SplitMix64.uniform(SplitMix64.of(SEED, accesses.users().get(user))) < share) {
          for (int p = rows.rowStart(user); p < rows.rowEnd(user); p++) {
            if (days[p] < cut) {
              users[user] = true;
              resources[rows.column(p)] = true;
            }
          }
        }
      }
      userNumbers = numbers(users);
      resourceNumbers = numbers(resources);
    }

    private static int[] numbers(boolean[] taken) {
      int[] numbers = new int[taken.length];
      int next = 0;
      for (int i = 0; i < taken.length; i++) {
        numbers[i] = taken[i] ? next++ : -1;
      }
      return numbers;
    }

    HeldOut cut(int heldOutDays) {
      List<int[]> fresh = new ArrayList<>();
      for (int user = 0; user < userNumbers.length; user++) {
        for (int p = rows.rowStart(user); userNumbers[user] >= 0 && p < rows.rowEnd(user); p++) {
          if (days[p] >= cut && resourceNumbers[rows.column(p)] >= 0) {
            fresh.add(new int[] {user, rows.column(p)});
          }
        }
      }
      SplittableRandom random = new SplittableRandom(SEED);
      List<int[]> pairs = some(fresh, random);
      List<int[]> judged = new ArrayList<>();
      for (int[] pair : pairs) {
        for (int draw = 0; draw < DRAWS; draw++) {
          int user = pairs.get(random.nextInt(pairs.size()))[0];
          if (rows.position(user, pair[1]) < 0) {
            judged.add(new int[] {userNumbers[pair[0]], resourceNumbers[pair[1]], 1});
            judged.add(new int[] {userNumbers[user], resourceNumbers[pair[1]], 0});
            break;
          }
        }
      }
      judged.sort(Arrays::compare);
      boolean[] happened = new boolean[judged.size()];
      for (int i = 0; i < happened.length; i++) {
        happened[i] = judged.get(i)[2] == 1;
      }
      return new HeldOut(
          before(),
          heldOutDays,
          judged.stream().mapToInt(pair -> pair[0]).toArray(),
          judged.stream().mapToInt(pair -> pair[1]).toArray(),
          happened);
    }

    private static List<int[]> some(List<int[]> pairs, SplittableRandom random) {
      for (int i = 0; i < Math.min(MOST_PAIRS, pairs.size()); i++) {
        int other = i + random.nextInt(pairs.size() - i);
        int[] pair = pairs.get(other);
        pairs.set(other, pairs.get(i));
        pairs.set(i, pair);
      }
      return pairs.subList(0, Math.min(MOST_PAIRS, pairs.size()));
    }

    private AccessMatrix before() {
      List<String> users = kept(accesses.users(), userNumbers);
      List<String> resources = kept(accesses.resources(), resourceNumbers);
      int[] offsets = new int[users.size() + 1];
      int[] columns = new int[rows.valueCount()];
      float[] likelihoods = new float[columns.length];
      int[] counts = new int[columns.length];
      int next = 0;
      for (int user = 0; user < userNumbers.length; user++) {
        if (userNumbers[user] >= 0) {
          for (int p = rows.rowStart(user); p < rows.rowEnd(user); p++) {
            if (days[p] < cut) {
              columns[next] = resourceNumbers[rows.column(p)];
              likelihoods[next] = rows.value(p);
              counts[next++] = accesses.counts()[p];
            }
          }
          offsets[userNumbers[user] + 1] = next;
        }
      }
      return new AccessMatrix(
          accesses.tenant(),
          users,
          resources,
          new CompressedRows(
              resources.size(),
              offsets,
              Arrays.copyOf(columns, next),
              Arrays.copyOf(likelihoods, next)),
          Arrays.copyOf(counts, next));
    }

    private static List<String> kept(List<String> ids, int[] numbers) {
      List<String> kept = new ArrayList<>();
      for (int i = 0; i < numbers.length; i++) {
        if (numbers[i] >= 0) {
          kept.add(ids.get(i));
        }
      }
      return kept;
    }
  }
}
