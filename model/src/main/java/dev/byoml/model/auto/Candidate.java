package dev.byoml.model.auto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A way to score that competes: one method, or several joined, each perhaps with its two-sided
 * tail.
 *
 * @param terms what is joined, at least one; of methods with factors at most one
 * @param join how
 */
record Candidate(List<Term> terms, Join join) {
  private static final String TAIL = "-tail";
  private static final String RANKS = "ranks of ";
  private static final String AND = " + ";

  /** What stays unless another one is surely better: the walk with its tail. */
  static final Candidate PRIOR = of("walk + walk-tail");

  private static final List<String> OF_ALL =
      List.of(
          "walk + walk-tail",
          "walk",
          "walk-tail",
          "ranks of steep-walk + walk-tail",
          "ranks of ease + walk-tail + walk-tail",
          "ranks of ease + walk-tail + poisson",
          "ranks of ease + walk-tail + als-tail",
          "als",
          "ranks of als + walk-tail",
          "als-cosine",
          "ranks of als-cosine + walk-tail",
          "poisson");

  private static final List<String> OF_GROUPS =
      List.of(
          "group-lift",
          "group-lift + walk + walk-tail",
          "ranks of group-lift + walk-tail",
          "ranks of group-lift + ease + walk-tail",
          "ranks of group-lift + ease + walk-tail + poisson");

  /**
   * A method, perhaps calibrated.
   *
   * @param method the method
   * @param tail whether its two-sided tail counts
   */
  record Term(Method method, boolean tail) {
    @Override
    public String toString() {
      return method.text() + (tail ? TAIL : "");
    }

    private static Term of(String text) {
      boolean tail = text.endsWith(TAIL);
      String name = tail ? text.substring(0, text.length() - TAIL.length()) : text;
      return Arrays.stream(Method.values())
          .filter(method -> method.text().equals(name))
          .findFirst()
          .map(method -> new Term(method, tail))
          .orElseThrow(() -> new IllegalArgumentException("there is no candidate " + text));
    }
  }

  /** Checks that there is something to join. */
  Candidate {
    terms = List.copyOf(terms);
    if (terms.stream().map(Term::method).filter(Method::isOfFactors).distinct().count() > 1) {
      throw new IllegalArgumentException("two methods of a candidate have factors");
    }
  }

  /** The candidates for a tenant. */
  static List<Candidate> all(boolean withGroups) {
    List<Candidate> all = new ArrayList<>();
    OF_ALL.forEach(text -> all.add(of(text)));
    if (withGroups) {
      OF_GROUPS.forEach(text -> all.add(of(text)));
    }
    return all;
  }

  /**
   * The candidate of a name.
   *
   * @throws IllegalArgumentException if no candidate has that name
   */
  static Candidate of(String text) {
    boolean ranks = text.startsWith(RANKS);
    String terms = ranks ? text.substring(RANKS.length()) : text;
    return new Candidate(
        Arrays.stream(terms.split(" \\+ ")).map(Term::of).toList(),
        ranks ? Join.RANKS : Join.STANDARDISED);
  }

  /** The name, as the manifest and {@code --algorithmSettings=candidates=} spell it. */
  String name() {
    return (join == Join.RANKS ? RANKS : "")
        + terms.stream().map(Term::toString).collect(Collectors.joining(AND));
  }

  /** Whether a method takes part. */
  boolean has(Method method) {
    return terms.stream().anyMatch(term -> term.method() == method);
  }
}
