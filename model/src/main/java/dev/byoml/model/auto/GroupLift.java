package dev.byoml.model.auto;

import dev.byoml.model.enrich.PeerGroups;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.tenant.PairAffinity;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How much more than the tenant as a whole a user's group touches a resource: the logarithm of the
 * members who did over those to expect, {@code ln((n + ½) / (N · d / U + ½))} with {@code n} of the
 * group's {@code N} members and {@code d} of all {@code U} users. 0 for who belongs to no group.
 */
final class GroupLift implements PairAffinity {
  private static final double LITTLE = 0.5;

  private final List<String> names;
  private final int[] groups;
  private final int[] sizes;
  private final int[] userCounts;
  private final CompressedRows memberCounts;
  private final double users;

  /** In how many days everything was touched for the first time; 0 where that is not known. */
  private final int days;

  private GroupLift(List<String> names, int[] groups, CompressedRows accesses, int days) {
    this.names = names;
    this.days = days;
    this.groups = groups;
    this.users = groups.length;
    this.sizes = new int[names.size()];
    for (int group : groups) {
      if (group >= 0) {
        sizes[group]++;
      }
    }
    this.userCounts = new int[accesses.columnCount()];
    for (int resource : accesses.columns()) {
      userCounts[resource]++;
    }
    this.memberCounts = memberCounts(accesses);
  }

  /** The lift of the groups of a tenant's users. */
  static GroupLift of(AccessMatrix accesses, PeerGroups groups) {
    Map<String, Integer> numbers = new TreeMap<>();
    List<String> names = new ArrayList<>();
    int[] ofUsers = new int[accesses.users().size()];
    for (int user = 0; user < ofUsers.length; user++) {
      ofUsers[user] =
          groups
              .group(accesses.tenant(), accesses.users().get(user))
              .map(
                  name ->
                      numbers.computeIfAbsent(
                          name,
                          n -> {
                            names.add(n);
                            return names.size() - 1;
                          }))
              .orElse(-1);
    }
    return new GroupLift(names, ofUsers, accesses.likelihoods(), days(accesses.firstDays()));
  }

  /** Days from the one of the first access to the last on which something was new. */
  private static int days(int[] firstDays) {
    if (firstDays.length == 0) {
      return 0;
    }
    IntSummaryStatistics days = Arrays.stream(firstDays).summaryStatistics();
    return days.getMax() - days.getMin() + 1;
  }

  private CompressedRows memberCounts(CompressedRows accesses) {
    CompressedRows byResource = accesses.transpose();
    int[] offsets = new int[accesses.columnCount() + 1];
    List<int[]> columns = new ArrayList<>();
    List<float[]> counts = new ArrayList<>();
    for (int resource = 0; resource < accesses.columnCount(); resource++) {
      TreeMap<Integer, Integer> ofGroups = new TreeMap<>();
      for (int p = byResource.rowStart(resource); p < byResource.rowEnd(resource); p++) {
        int group = groups[byResource.column(p)];
        if (group >= 0) {
          ofGroups.merge(group, 1, Integer::sum);
        }
      }
      columns.add(ofGroups.keySet().stream().mapToInt(Integer::intValue).toArray());
      float[] values = new float[ofGroups.size()];
      int i = 0;
      for (int count : ofGroups.values()) {
        values[i++] = count;
      }
      counts.add(values);
      offsets[resource + 1] = offsets[resource] + values.length;
    }
    int[] allColumns = columns.stream().flatMapToInt(Arrays::stream).toArray();
    float[] all = new float[allColumns.length];
    int next = 0;
    for (float[] values : counts) {
      System.arraycopy(values, 0, all, next, values.length);
      next += values.length;
    }
    return new CompressedRows(names.size(), offsets, allColumns, all);
  }

  /** Number of bytes that {@link #write} puts. */
  int byteCount() {
    int bytes = Integer.BYTES * (3 + groups.length);
    for (String name : names) {
      bytes += Integer.BYTES + name.getBytes(StandardCharsets.UTF_8).length;
    }
    return bytes;
  }

  /** Puts the groups. */
  void write(ByteBuffer out) {
    out.putInt(names.size());
    for (String name : names) {
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      out.putInt(bytes.length).put(bytes);
    }
    out.putInt(groups.length);
    for (int group : groups) {
      out.putInt(group);
    }
    out.putInt(days);
  }

  /**
   * Gets what {@link #write} put.
   *
   * @param withDays whether days stand at the end, which an earlier version did not keep
   */
  static GroupLift read(AccessMatrix accesses, ByteBuffer in, boolean withDays) {
    List<String> names = new ArrayList<>();
    for (int i = in.getInt(); i > 0; i--) {
      byte[] bytes = new byte[in.getInt()];
      in.get(bytes);
      names.add(new String(bytes, StandardCharsets.UTF_8));
    }
    int[] groups = new int[in.getInt()];
    for (int user = 0; user < groups.length; user++) {
      groups[user] = in.getInt();
    }
    return new GroupLift(names, groups, accesses.likelihoods(), withDays ? in.getInt() : 0);
  }

  private int members(int group, int resource) {
    int position = memberCounts.position(resource, group);
    return position < 0 ? 0 : (int) memberCounts.value(position);
  }

  @Override
  public double of(int user, int resource) {
    int group = groups[user];
    if (group < 0) {
      return 0;
    }
    double expected = sizes[group] * (userCounts[resource] / users);
    return StrictMath.log((members(group, resource) + LITTLE) / (expected + LITTLE));
  }

  @Override
  public double lowest() {
    return StrictMath.log(LITTLE / (users + LITTLE));
  }

  @Override
  public Optional<String> explain(int user, int resource) {
    int group = groups[user];
    if (group < 0) {
      return Optional.empty();
    }
    int members = members(group, resource);
    return Optional.of(
        "%s of %s's %s touched it in %s"
            .formatted(
                members == 0 ? "none" : Integer.toString(members),
                names.get(group),
                sizes[group] == 1 ? "1 person" : sizes[group] + " people",
                days == 0 ? "training" : days == 1 ? "1 day" : days + " days"));
  }
}
