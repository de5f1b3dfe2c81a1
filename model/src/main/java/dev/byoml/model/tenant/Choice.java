package dev.byoml.model.tenant;

import java.util.List;

/**
 * How it was chosen what scores a tenant.
 *
 * @param winner name of the candidate that scores
 * @param reason why, in a few words
 * @param heldOutDays how many of the last days the candidates did not learn from; 0 where there was
 *     no competition
 * @param newPairs how many accesses of these days were new; of each resource as many pairs that
 *     never happened were ranked with them
 * @param candidates what became of each candidate, in the order of the area under the curve; empty
 *     where there was no competition
 */
public record Choice(
    String winner, String reason, int heldOutDays, int newPairs, List<Result> candidates) {
  /** Keeps the list unmodifiable. */
  public Choice {
    candidates = List.copyOf(candidates);
  }

  /**
   * What became of a candidate.
   *
   * @param name its name
   * @param areaUnderCurve area under the curve on the held-out days
   * @param low lower end of its 95 % bootstrap interval
   * @param high upper end
   * @param averagePrecision average precision where one pair in a hundred never happened
   * @param lead how much larger the area is than that of the prior
   * @param surely with 97.5 % confidence at least so much
   */
  public record Result(
      String name,
      double areaUnderCurve,
      double low,
      double high,
      double averagePrecision,
      double lead,
      double surely) {}
}
