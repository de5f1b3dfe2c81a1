package dev.byoml.model.evaluate;

import dev.byoml.model.matrix.Communities;
import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.score.AccessScorer;
import dev.byoml.model.tenant.TenantModel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/**
 * How the model of one tenant differs from the one before it.
 *
 * @param tenant the tenant
 * @param users users that both models know, that only the new one does, and that only the old one
 *     does
 * @param resources the same of resources
 * @param accesses the same of accesses that training saw
 * @param pearson correlation of the two models' scores over the shared accesses, or null if there
 *     are less than two or a model scores all alike
 * @param spearman correlation of their ranks, equal scores sharing a rank, or null likewise
 * @param communities how the communities changed
 */
public record Drift(
    String tenant,
    Change users,
    Change resources,
    Change accesses,
    Double pearson,
    Double spearman,
    CommunityChange communities) {
  /** The most shared accesses whose scores are compared; of more, evenly spaced ones. */
  static final int MOST_SCORES = 1_000_000;

  private static final int MOST_EXAMPLES = 10;

  /**
   * What both have and what only one of them has.
   *
   * @param shared number of those in both
   * @param added number of those in the new model alone
   * @param gone number of those in the old model alone
   * @param addedExamples the first ten of those in the new model alone, in ascending order
   * @param goneExamples the first ten of those in the old model alone
   */
  public record Change(
      int shared, int added, int gone, List<String> addedExamples, List<String> goneExamples) {}

  /**
   * How communities changed, by the users that both models know.
   *
   * @param before number of communities in the old model
   * @param after number of communities in the new model
   * @param split number of old communities whose users are now in several
   * @param merged number of new communities whose users were in several
   * @param largest up to ten of the splits and merges that concern the most users
   */
  public record CommunityChange(
      int before, int after, int split, int merged, List<Regrouping> largest) {}

  /**
   * A community that came apart, or several that became one.
   *
   * @param kind {@code split} or {@code merged}
   * @param users number of shared users of the one community
   * @param parts numbers of shared users of its parts, descending
   * @param example the first of the users
   */
  public record Regrouping(String kind, int users, List<Integer> parts, String example) {}

  /**
   * Compares the models of one tenant.
   *
   * @param tenant the tenant
   * @param before the old model, or nothing if it does not know the tenant
   * @param after the new model, or nothing likewise
   */
  public static Drift of(String tenant, Optional<TenantModel> before, Optional<TenantModel> after) {
    Change users = change(ids(before, true), ids(after, true));
    Change resources = change(ids(before, false), ids(after, false));
    if (before.isEmpty() || after.isEmpty()) {
      return new Drift(
          tenant,
          users,
          resources,
          new Change(0, accessCount(after), accessCount(before), List.of(), List.of()),
          null,
          null,
          new CommunityChange(communityCount(before), communityCount(after), 0, 0, List.of()));
    }
    Scores scores = Scores.of(before.get(), after.get());
    return new Drift(
        tenant,
        users,
        resources,
        new Change(
            scores.shared,
            accessCount(after) - scores.shared,
            accessCount(before) - scores.shared,
            List.of(),
            List.of()),
        scores.pearson(),
        scores.spearman(),
        communities(before.get(), after.get()));
  }

  private static List<String> ids(Optional<TenantModel> model, boolean users) {
    return model
        .map(m -> users ? m.accesses().users() : m.accesses().resources())
        .orElse(List.of());
  }

  private static int accessCount(Optional<TenantModel> model) {
    return model.map(m -> m.accesses().accessCount()).orElse(0);
  }

  private static int communityCount(Optional<TenantModel> model) {
    return model.map(m -> m.communities().count()).orElse(0);
  }

  /** Walks both ascending lists at once. */
  private static Change change(List<String> before, List<String> after) {
    int shared = 0;
    int added = 0;
    int gone = 0;
    List<String> addedExamples = new ArrayList<>();
    List<String> goneExamples = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      int order =
          i == before.size() ? 1 : j == after.size() ? -1 : before.get(i).compareTo(after.get(j));
      if (order == 0) {
        shared++;
        i++;
        j++;
      } else if (order < 0) {
        gone++;
        keep(goneExamples, before.get(i++));
      } else {
        added++;
        keep(addedExamples, after.get(j++));
      }
    }
    return new Change(shared, added, gone, List.copyOf(addedExamples), List.copyOf(goneExamples));
  }

  private static void keep(List<String> examples, String id) {
    if (examples.size() < MOST_EXAMPLES) {
      examples.add(id);
    }
  }

  private static CommunityChange communities(TenantModel before, TenantModel after) {
    List<Integer> oldUsers = new ArrayList<>();
    List<Integer> newUsers = new ArrayList<>();
    for (int user = 0; user < before.accesses().users().size(); user++) {
      int now = after.user(before.accesses().users().get(user));
      if (now >= 0) {
        oldUsers.add(user);
        newUsers.add(now);
      }
    }
    Communities old = before.communities();
    Communities now = after.communities();
    ToIntFunction<Integer> oldCommunity = i -> old.userCommunity(oldUsers.get(i));
    ToIntFunction<Integer> newCommunity = i -> now.userCommunity(newUsers.get(i));
    List<String> names =
        oldUsers.stream().map(user -> before.accesses().users().get(user)).toList();
    List<Regrouping> split = regroupings("split", names, oldCommunity, newCommunity);
    List<Regrouping> merged = regroupings("merged", names, newCommunity, oldCommunity);
    List<Regrouping> all = new ArrayList<>(split);
    all.addAll(merged);
    all.sort(Comparator.comparingInt(Regrouping::users).reversed());
    return new CommunityChange(
        old.count(),
        now.count(),
        split.size(),
        merged.size(),
        List.copyOf(all.subList(0, Math.min(MOST_EXAMPLES, all.size()))));
  }

  /** The communities of one model whose users are in several of the other. */
  private static List<Regrouping> regroupings(
      String kind, List<String> users, ToIntFunction<Integer> whole, ToIntFunction<Integer> part) {
    Map<Integer, Map<Integer, Integer>> counts = new TreeMap<>();
    Map<Integer, String> firstUsers = new TreeMap<>();
    for (int i = 0; i < users.size(); i++) {
      int community = whole.applyAsInt(i);
      counts
          .computeIfAbsent(community, c -> new TreeMap<>())
          .merge(part.applyAsInt(i), 1, Integer::sum);
      firstUsers.putIfAbsent(community, users.get(i));
    }
    List<Regrouping> regroupings = new ArrayList<>();
    counts.forEach(
        (community, parts) -> {
          if (parts.size() > 1) {
            List<Integer> sizes =
                parts.values().stream().sorted(Comparator.reverseOrder()).toList();
            int all = sizes.stream().mapToInt(Integer::intValue).sum();
            regroupings.add(new Regrouping(kind, all, sizes, firstUsers.get(community)));
          }
        });
    return regroupings;
  }

  /** Both models' scores of the accesses that both were trained on. */
  private static final class Scores {
    private final int shared;
    private final double[] before;
    private final double[] after;

    private Scores(int shared, double[] before, double[] after) {
      this.shared = shared;
      this.before = before;
      this.after = after;
    }

    static Scores of(TenantModel before, TenantModel after) {
      CompressedRows rows = before.accesses().likelihoods();
      BitSet inBoth = new BitSet(rows.valueCount());
      for (int user = 0; user < rows.rowCount(); user++) {
        int userNow = after.user(before.accesses().users().get(user));
        for (int at = rows.rowStart(user); userNow >= 0 && at < rows.rowEnd(user); at++) {
          int resourceNow = resourceNow(before, after, rows.column(at));
          inBoth.set(at, resourceNow >= 0 && isAccess(after, userNow, resourceNow));
        }
      }
      int shared = inBoth.cardinality();
      int compared = Math.min(MOST_SCORES, shared);
      AccessScorer oldScorer = new AccessScorer(before);
      AccessScorer newScorer = new AccessScorer(after);
      double[] oldScores = new double[compared];
      double[] newScores = new double[compared];
      long number = 0;
      for (int user = 0; user < rows.rowCount(); user++) {
        int userNow = after.user(before.accesses().users().get(user));
        for (int at = rows.rowStart(user); at < rows.rowEnd(user); at++) {
          if (inBoth.get(at)) {
            int position = (int) (number * compared / shared);
            number++;
            if ((int) (number * compared / shared) > position) {
              int resource = rows.column(at);
              oldScores[position] = oldScorer.score(user, resource).score();
              newScores[position] =
                  newScorer.score(userNow, resourceNow(before, after, resource)).score();
            }
          }
        }
      }
      return new Scores(shared, oldScores, newScores);
    }

    private static int resourceNow(TenantModel before, TenantModel after, int resource) {
      return after.resource(before.accesses().resources().get(resource));
    }

    private static boolean isAccess(TenantModel model, int user, int resource) {
      return model.accesses().likelihoods().position(user, resource) >= 0;
    }

    Double pearson() {
      return before.length < 2
          ? null
          : finite(new PearsonsCorrelation().correlation(before, after));
    }

    Double spearman() {
      return before.length < 2
          ? null
          : finite(new SpearmansCorrelation().correlation(before, after));
    }

    private static Double finite(double correlation) {
      return Double.isNaN(correlation) ? null : correlation;
    }
  }
}
