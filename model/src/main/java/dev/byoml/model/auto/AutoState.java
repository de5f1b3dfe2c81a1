package dev.byoml.model.auto;

import dev.byoml.model.als.Factorization;
import dev.byoml.model.auto.Candidate.Term;
import dev.byoml.model.ease.EaseAffinity;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.tail.TwoSidedTail;
import dev.byoml.model.tenant.Choice;
import dev.byoml.model.tenant.PairAffinity;
import dev.byoml.model.walk.TwoStepWalk;
import dev.byoml.model.walk.WalkExponents;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is kept of a choice, as bytes: a version, the choice, what the winner's methods learned
 * beside factors, the samples of its tails, and the scales that its terms are joined on. All
 * numbers are big-endian; a text is its length in bytes and UTF-8.
 */
final class AutoState {
  private static final int VERSION = 1;

  /** Of a winner that compares groups: it keeps the number of days as well. */
  private static final int VERSION_WITH_DAYS = 2;

  private AutoState() {}

  /** Bytes from which {@link #read} makes the same affinities again. */
  static byte[] write(Choice choice, Methods methods) {
    Candidate winner = Candidate.of(choice.winner());
    List<byte[]> fields = new ArrayList<>();
    fields.add(bytesOf(choice, winner.has(Method.LIFT) ? VERSION_WITH_DAYS : VERSION));
    for (Method method : methodsOf(winner)) {
      PairAffinity affinity = methods.of(method);
      if (affinity instanceof EaseAffinity ease) {
        ByteBuffer bytes = ByteBuffer.allocate(ease.byteCount());
        ease.write(bytes);
        fields.add(bytes.array());
      } else if (affinity instanceof GroupLift lift) {
        ByteBuffer bytes = ByteBuffer.allocate(lift.byteCount());
        lift.write(bytes);
        fields.add(bytes.array());
      }
    }
    for (Term term : winner.terms()) {
      if (methods.of(term) instanceof TwoSidedTail tail) {
        ByteBuffer bytes = ByteBuffer.allocate(tail.byteCount());
        tail.write(bytes);
        fields.add(bytes.array());
      }
    }
    if (methods.of(winner) instanceof Joined joined) {
      ByteBuffer bytes = ByteBuffer.allocate(joined.byteCount());
      joined.write(bytes);
      fields.add(bytes.array());
    }
    ByteBuffer all = ByteBuffer.allocate(fields.stream().mapToInt(field -> field.length).sum());
    fields.forEach(all::put);
    return all.array();
  }

  private static Set<Method> methodsOf(Candidate candidate) {
    Set<Method> methods = new LinkedHashSet<>();
    candidate.terms().forEach(term -> methods.add(term.method()));
    return methods;
  }

  /** Makes affinities of what {@link #write} gave. */
  static AutoAffinity read(AccessMatrix accesses, Factorization factors, ByteBuffer in) {
    int version = in.getInt();
    if (version != VERSION && version != VERSION_WITH_DAYS) {
      throw new IllegalArgumentException("the choice is of another version");
    }
    Choice choice = choice(in);
    Candidate winner = Candidate.of(choice.winner());
    Map<Method, PairAffinity> affinities = new EnumMap<>(Method.class);
    for (Method method : methodsOf(winner)) {
      affinities.put(
          method,
          switch (method) {
            case WALK -> new TwoStepWalk(accesses, WalkExponents.DEFAULT);
            case STEEP_WALK -> new TwoStepWalk(accesses, WalkExponents.STEEP);
            case EASE -> EaseAffinity.read(accesses, in);
            case ALS, COSINE, POISSON -> Methods.ofFactors(method, factors);
            case LIFT -> GroupLift.read(accesses, in, version == VERSION_WITH_DAYS);
          });
    }
    List<PairAffinity> terms = new ArrayList<>();
    for (Term term : winner.terms()) {
      PairAffinity base = affinities.get(term.method());
      terms.add(
          term.tail()
              ? TwoSidedTail.read(base, accesses.users().size(), accesses.resources().size(), in)
              : base);
    }
    return new AutoAffinity(
        terms.size() == 1 ? terms.get(0) : Joined.read(terms, winner.join(), in), choice);
  }

  private static byte[] bytesOf(Choice choice, int version) {
    int results = choice.candidates().size();
    int bytes = 4 * Integer.BYTES + length(choice.winner()) + length(choice.reason());
    for (Choice.Result result : choice.candidates()) {
      bytes += length(result.name()) + 6 * Double.BYTES;
    }
    ByteBuffer out = ByteBuffer.allocate(bytes);
    out.putInt(version);
    put(choice.winner(), out);
    put(choice.reason(), out);
    out.putInt(choice.heldOutDays()).putInt(choice.newPairs()).putInt(results);
    for (Choice.Result result : choice.candidates()) {
      put(result.name(), out);
      out.putDouble(result.areaUnderCurve()).putDouble(result.low()).putDouble(result.high());
      out.putDouble(result.averagePrecision()).putDouble(result.lead());
      out.putDouble(result.surely());
    }
    return out.array();
  }

  private static Choice choice(ByteBuffer in) {
    String winner = text(in);
    String reason = text(in);
    int days = in.getInt();
    int pairs = in.getInt();
    List<Choice.Result> results = new ArrayList<>();
    for (int i = in.getInt(); i > 0; i--) {
      results.add(
          new Choice.Result(
              text(in),
              in.getDouble(),
              in.getDouble(),
              in.getDouble(),
              in.getDouble(),
              in.getDouble(),
              in.getDouble()));
    }
    return new Choice(winner, reason, days, pairs, results);
  }

  private static int length(String text) {
    return Integer.BYTES + text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static void put(String text, ByteBuffer out) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.putInt(bytes.length).put(bytes);
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
