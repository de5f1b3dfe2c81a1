package dev.byoml.transforms.parse.row;

import dev.byoml.transforms.source.Words;
import dev.byoml.transforms.template.Row;
import dev.byoml.transforms.value.FieldTree;
import java.util.Arrays;

/**
 * A name of a member that was met in rows of one kind, or the place before the first name of such
 * rows: what followed it, and what its values were.
 */
final class KnownName {
  /** More names than that follow a name in few kinds of rows. */
  private static final int MOST_FOLLOWERS = 4;

  private static final int MOST_KINDS = 64;
  private static final KnownName[] NOBODY = {};
  private static final byte[][] NOTHING = {};

  /** The text, its quotation mark and the colon. */
  private final byte[] text;

  private final int field;
  private final boolean holdsFields;
  private final boolean isAscii;
  private final KnownNames kind;

  private KnownName[] followers = NOBODY;
  private int oldest;

  /** Texts that say of what kind a row is, and the places after them. */
  private byte[][] kinds = NOTHING;

  private KnownName[] afterKinds = NOBODY;

  private MemberRun run;
  private byte[] latestValue;
  private int repeats;
  private int changes;

  /**
   * A name.
   *
   * @param place what is looked for there, or null
   * @param kind the names of the rows it was met in
   */
  KnownName(byte[] text, FieldTree place, KnownNames kind) {
    this.text = text;
    this.field = place == null ? Row.NO_FIELD : place.field();
    this.holdsFields = place != null && place.hasMembers();
    this.isAscii = Words.endOfAscii(text, 0, text.length) == text.length;
    this.kind = kind;
  }

  /** The names of rows of its kind. */
  KnownNames kind() {
    return kind;
  }

  /** The field with this name, or {@link Row#NO_FIELD}. */
  int field() {
    return field;
  }

  /** Whether fields are looked for in an object that is the value. */
  boolean holdsFields() {
    return holdsFields;
  }

  /** Number of bytes to the value, if there is no space before it. */
  int length() {
    return text.length;
  }

  /** Whether it is the name that stands at {@code start}, with quotation mark and colon. */
  boolean standsAt(byte[] line, int start, int end) {
    return end - start >= text.length && Words.equal(line, start, text, 0, text.length);
  }

  /** Whether it is the name between {@code start} and {@code close}. */
  boolean is(byte[] line, int start, int close) {
    return text.length == close - start + 2 && Words.equal(line, start, text, 0, close - start);
  }

  /** The name at {@code start} if it followed this one before, else null. */
  KnownName followerAt(byte[] line, int start, int end) {
    for (KnownName follower : followers) {
      if (follower.standsAt(line, start, end)) {
        return follower;
      }
    }
    return null;
  }

  /** The name between {@code start} and {@code close}, which follows this one. */
  KnownName follower(byte[] line, int start, int close, FieldTree place) {
    KnownName follower = kind.name(line, start, close, place);
    // Of a name that was met before nothing is checked again, not even that it is correct UTF-8.
    if (!follower.isAscii) {
      return follower;
    }
    if (followers.length < MOST_FOLLOWERS) {
      followers = Arrays.copyOf(followers, followers.length + 1);
      followers[followers.length - 1] = follower;
    } else {
      followers[oldest] = follower;
      oldest = (oldest + 1) % MOST_FOLLOWERS;
    }
    return follower;
  }

  /** The place after this name in rows whose kind the text says. */
  KnownName afterValue(byte[] line, int start, int end) {
    for (int i = 0; i < kinds.length; i++) {
      if (kinds[i].length == end - start && Words.equal(line, start, kinds[i], 0, end - start)) {
        return afterKinds[i];
      }
    }
    if (kinds.length == MOST_KINDS || end - start > Byte.MAX_VALUE) {
      return this;
    }
    kinds = Arrays.copyOf(kinds, kinds.length + 1);
    kinds[kinds.length - 1] = Arrays.copyOfRange(line, start, end);
    afterKinds = Arrays.copyOf(afterKinds, kinds.length);
    afterKinds[kinds.length - 1] = new KnownNames().beforeFirst();
    return afterKinds[kinds.length - 1];
  }

  /** The run of members that begins with this one in nearly every row; null if none does. */
  MemberRun run() {
    return run;
  }

  /** Says that a run of members begins with this one. */
  void setRun(MemberRun found) {
    run = found;
  }

  /** Notes a value; returns whether it has been the same for long. */
  boolean isSteady(byte[] line, int start, int end) {
    if (run != null && run.isUseless()) {
      run = null;
      changes = MemberRuns.MOST_CHANGES + 1;
    }
    if (changes > MemberRuns.MOST_CHANGES) {
      return false;
    }
    int length = end - start;
    if (latestValue != null
        && latestValue.length == length
        && Words.equal(line, start, latestValue, 0, length)) {
      return ++repeats > MemberRuns.STEADY;
    }
    changes++;
    repeats = 0;
    latestValue = length > MemberRuns.LONGEST_VALUE ? null : Arrays.copyOfRange(line, start, end);
    return false;
  }
}
