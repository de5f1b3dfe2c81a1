package dev.byoml.model.sample.organization;

import java.util.Locale;

/**
 * Somebody or something that signs in.
 *
 * @param number position among the organisation's users, from 0; for a computer the number of the
 *     user who works at it; {@link #UNNUMBERED} for all others
 * @param kind what it is
 * @param domain NetBIOS domain, upper case
 * @param name name without the domain
 * @param sid security identifier, always the same for the account
 * @param department number of the department it works for, or {@link Department#NONE}
 * @param team number of the team inside the department, or {@link Department#NONE}
 * @param ipAddress address of the computer it works at
 */
public record Account(
    int number,
    Kind kind,
    String domain,
    String name,
    String sid,
    int department,
    int team,
    String ipAddress) {

  /** Number of an account that is not a user. */
  public static final int UNNUMBERED = -1;

  /** What an account is. */
  public enum Kind {
    /** A person. */
    PERSON,
    /** A person who administers servers too. */
    ADMINISTRATOR,
    /** A program that runs at fixed times. */
    SERVICE,
    /** A computer; its name ends in {@code $}. */
    COMPUTER,
    /** Whoever gave no name. */
    ANONYMOUS
  }

  /** {@code domain\name} as the template {@code file-share-access} spells it. */
  public String user() {
    return (domain + "\\" + name).toLowerCase(Locale.ROOT);
  }

  /** Whether the account counts as a user of the organisation. */
  public boolean isUser() {
    return kind != Kind.COMPUTER && kind != Kind.ANONYMOUS;
  }
}
