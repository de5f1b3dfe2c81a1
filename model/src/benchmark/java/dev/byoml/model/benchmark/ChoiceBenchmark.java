package dev.byoml.model.benchmark;

import com.sun.management.OperatingSystemMXBean;
import dev.byoml.model.access.AccessKey;
import dev.byoml.model.enrich.PeerGroups;
import dev.byoml.model.learn.Algorithms;
import dev.byoml.model.learn.LearnedModel;
import dev.byoml.model.learn.TenantModelFactory;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.score.AccessScorer;
import dev.byoml.model.score.ScoredAccess;
import dev.byoml.model.score.UnseenAccessScorer;
import dev.byoml.model.score.WindowScorer;
import dev.byoml.model.tenant.AlgorithmSettings;
import dev.byoml.model.tenant.Choice;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Times what the candidates of {@code auto} cost on a generated tenant, to learn and to score with;
 * {@code model/docs/performance.md} has the figures.
 */
public final class ChoiceBenchmark {
  private static final int THREADS = 2;
  private static final int DEPARTMENTS = 20;
  private static final int DAYS = 28;
  private static final double WITHIN_DEPARTMENT = 0.85;

  private static final int WARM_UP_USERS = 2000;

  /** One of so many pairs of a window is new. */
  private static final int ONE_NEW_OF = 10;

  private ChoiceBenchmark() {}

  /**
   * Runs one part.
   *
   * @param arguments {@code fit} or {@code score}, numbers of users, resources and accesses, and
   *     what is to be measured: {@code ALGORITHM} or {@code auto:CANDIDATE}, each as often as it is
   *     named
   */
  public static void main(String[] arguments) {
    List<String> names = List.of(arguments).subList(4, arguments.length);
    AccessMatrix accesses =
        accesses(
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]));
    System.out.printf(
        Locale.ROOT,
        "%n%,d users, %,d resources, %,d accesses%n%n",
        accesses.users().size(),
        accesses.resources().size(),
        accesses.accessCount());
    if (arguments[0].equals("fit")) {
      fit(names, accesses);
    } else {
      names.forEach(name -> score(name, accesses));
    }
  }

  private static TrainingParameters parameters(String name) {
    int colon = name.indexOf(':');
    return colon < 0
        ? Algorithms.named(name).defaults()
        : Algorithms.named(name.substring(0, colon))
            .defaults()
            .withAlgorithm(
                new AlgorithmSettings(
                    name.substring(0, colon), Map.of("candidates", name.substring(colon + 1))));
  }

  /** Times whole trainings, from the matrix to the model. */
  private static void fit(List<String> names, AccessMatrix accesses) {
    AccessMatrix little = accesses(WARM_UP_USERS, WARM_UP_USERS / 2, 20 * WARM_UP_USERS);
    names.forEach(name -> Algorithms.train(little, parameters(name), THREADS));
    System.out.println(
        "| | processor seconds: all | to learn | to standardise | seconds | part of the first | |");
    System.out.println("|---|---|---|---|---|---|---|");
    double ofFirst = 0;
    for (String name : names) {
      TrainingParameters parameters = parameters(name);
      System.gc();
      long begun = System.nanoTime();
      long start = processTime();
      LearnedModel learned = Algorithms.learn(accesses, parameters, PeerGroups.NONE, THREADS);
      double toLearn = (processTime() - start) / 1e9;
      TenantModel model = TenantModelFactory.create(accesses, learned, parameters);
      double all = (processTime() - start) / 1e9;
      double seconds = (System.nanoTime() - begun) / 1e9;
      ofFirst = ofFirst == 0 ? all : ofFirst;
      System.out.printf(
          Locale.ROOT,
          "| `%s` | %.1f | %.1f | %.1f | %.1f | %.2f | %s |%n",
          name,
          all,
          toLearn,
          all - toLearn,
          seconds,
          all / ofFirst,
          model.affinity().choice().map(Choice::winner).orElse(""));
    }
  }

  private static void score(String name, AccessMatrix accesses) {
    TrainingParameters own = parameters(name);
    TenantModel model = Algorithms.train(accesses, own.withAls(own.als().withIterations(2)), 2);
    List<AccessKey> window = window(accesses, accesses.accessCount() / 5);
    List<AccessKey> fresh = new ArrayList<>();
    for (AccessKey key : window) {
      if (model.accessCount(model.user(key.user()), model.resource(key.resource())) == 0) {
        fresh.add(key);
      }
    }
    fresh.sort(null);
    for (int run = 0; run < 3; run++) {
      AccessScorer scorer = new AccessScorer(model);
      WindowScorer scorerOfNew = new WindowScorer(model, scorer, new UnseenAccessScorer(model));
      long start = processorTime();
      long seen = window.stream().filter(key -> scorer.hasSeen(key.user(), key.resource())).count();
      double toTell = processorSeconds(start);
      start = processorTime();
      double sum = 0;
      for (WindowScorer.Judged judged : scorerOfNew.score(fresh)) {
        sum += judged.scored().score();
      }
      double ofNew = processorSeconds(start);
      start = processorTime();
      for (AccessKey key : window) {
        sum += scorer.scoreSeen(key.user(), key.resource()).map(ScoredAccess::score).orElse(0.0);
      }
      double ofSeen = processorSeconds(start);
      System.out.printf(
          Locale.ROOT,
          "%-50s %d pairs %.2f us each: seen or not %.2f us; %d new %.2f us;"
              + " %d scores of seen %.2f us; %s%n",
          name,
          window.size(),
          1e6 * (toTell + ofNew) / window.size(),
          1e6 * toTell / window.size(),
          fresh.size(),
          1e6 * ofNew / fresh.size(),
          seen,
          1e6 * ofSeen / seen,
          Double.toHexString(sum));
    }
  }

  /** Processor time of this thread, in nanoseconds: others may be at work on the machine. */
  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** The same of all threads. */
  private static long processTime() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static double processorSeconds(long start) {
    return (processorTime() - start) / 1e9;
  }

  /** Pairs in random order, most of which training has seen. */
  private static List<AccessKey> window(AccessMatrix accesses, int count) {
    SplittableRandom random = new SplittableRandom(11);
    CompressedRows rows = accesses.likelihoods();
    int[] users = new int[rows.valueCount()];
    for (int user = 0; user < rows.rowCount(); user++) {
      Arrays.fill(users, rows.rowStart(user), rows.rowEnd(user), user);
    }
    List<AccessKey> window = new ArrayList<>();
    while (window.size() < count) {
      int position = random.nextInt(users.length);
      int other = random.nextInt(ONE_NEW_OF) == 0 ? random.nextInt(users.length) : position;
      window.add(
          new AccessKey(
              accesses.tenant(),
              accesses.users().get(users[position]),
              accesses.resources().get(rows.column(other))));
    }
    return window;
  }

  /** Departments whose people touch resources of their own for the most part, some far more. */
  private static AccessMatrix accesses(int users, int resources, int accesses) {
    SplittableRandom random = new SplittableRandom(7);
    int departments = Math.max(1, Math.min(DEPARTMENTS * (resources / 2000 + 1), resources / 20));
    int ofDepartment = resources / departments;
    int[] offsets = new int[users + 1];
    int[] columns = new int[accesses];
    int[] touchedBy = new int[resources];
    Arrays.fill(touchedBy, -1);
    for (int user = 0; user < users; user++) {
      int end = (int) ((long) accesses * (user + 1) / users);
      for (int p = offsets[user]; p < end; ) {
        boolean within = random.nextDouble() < WITHIN_DEPARTMENT;
        double place = Math.pow(random.nextDouble(), 1.5);
        int resource =
            within
                ? user % departments * ofDepartment + (int) (place * ofDepartment)
                : (int) (place * resources);
        if (touchedBy[resource] != user) {
          touchedBy[resource] = user;
          columns[p++] = resource;
        }
      }
      Arrays.sort(columns, offsets[user], end);
      offsets[user + 1] = end;
    }
    float[] likelihoods = new float[accesses];
    int[] counts = new int[accesses];
    int[] days = new int[accesses];
    for (int p = 0; p < accesses; p++) {
      counts[p] = 1 + random.nextInt(9);
      days[p] = random.nextInt(DAYS);
      likelihoods[p] = counts[p] / (float) DAYS;
    }
    return new AccessMatrix(
        "0",
        ids("user", users),
        ids("resource", resources),
        new CompressedRows(resources, offsets, columns, likelihoods),
        counts,
        days);
  }

  private static List<String> ids(String kind, int count) {
    List<String> ids = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ids.add(kind + (10_000_000 + i));
    }
    return ids;
  }
}
