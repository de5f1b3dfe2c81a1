package dev.byoml.model.study;

/** Scores pairs of one organisation; higher is more anomalous. */
interface PairScorer {
  /** The score of a pair by row and column. */
  double score(int user, int resource);
}
