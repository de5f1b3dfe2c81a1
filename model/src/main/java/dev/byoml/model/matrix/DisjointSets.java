package dev.byoml.model.matrix;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Union–find over the numbers from 0, with union by size and path halving. */
final class DisjointSets {
  private final int[] parents;
  private final int[] sizes;

  /** Every number is a set of its own. */
  DisjointSets(int size) {
    parents = IntStream.range(0, size).toArray();
    sizes = new int[size];
    Arrays.fill(sizes, 1);
  }

  /** Makes one set of those that hold {@code a} and {@code b}. */
  void unite(int a, int b) {
    if (parents[a] == parents[b]) {
      // As of nearly all accesses of a tenant.
      return;
    }
    int rootA = root(a);
    int rootB = root(b);
    if (rootA == rootB) {
      return;
    }
    boolean bIsLarger = sizes[rootA] < sizes[rootB];
    int parent = bIsLarger ? rootB : rootA;
    int child = bIsLarger ? rootA : rootB;
    parents[child] = parent;
    sizes[parent] += sizes[child];
  }

  /**
   * For each member the number of its set. Sets are numbered by decreasing size, equally large ones
   * by their smallest member.
   */
  int[] numbersByDecreasingSize() {
    int[] smallestMember = new int[parents.length];
    int[] roots = new int[parents.length];
    int sets = 0;
    for (int member = 0; member < parents.length; member++) {
      if (root(member) == member) {
        sets++;
      }
    }
    Arrays.fill(smallestMember, -1);
    long[] keys = new long[sets];
    int found = 0;
    for (int member = 0; member < parents.length; member++) {
      int root = root(member);
      roots[member] = root;
      if (smallestMember[root] < 0) {
        smallestMember[root] = member;
        keys[found++] = ((long) -sizes[root] << 32) | member;
      }
    }
    // Ascending keys: the negative size stands above the smallest member.
    Arrays.sort(keys);
    int[] numberOfRoot = new int[parents.length];
    for (int number = 0; number < sets; number++) {
      numberOfRoot[roots[(int) keys[number]]] = number;
    }
    int[] numbers = new int[parents.length];
    for (int member = 0; member < numbers.length; member++) {
      numbers[member] = numberOfRoot[roots[member]];
    }
    return numbers;
  }

  private int root(int member) {
    int current = member;
    while (parents[current] != current) {
      parents[current] = parents[parents[current]];
      current = parents[current];
    }
    return current;
  }
}
