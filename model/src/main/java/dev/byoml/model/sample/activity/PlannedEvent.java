package dev.byoml.model.sample.activity;

import dev.byoml.model.sample.organization.Account;
import dev.byoml.model.sample.organization.Share;

/**
 * An event of some day before it is spelt out as a row.
 *
 * @param kind what happens
 * @param account who does it
 * @param share where: a share, or the server alone ({@link Share#none})
 * @param detail file that was checked, or process that was started; else empty
 * @param ipAddress address it comes from
 * @param nanoOfDay when on that day, in nanoseconds since midnight
 */
public record PlannedEvent(
    EventKind kind, Account account, Share share, String detail, String ipAddress, long nanoOfDay) {

  /** Whether it is a user's access to a resource, which a share-access template keeps. */
  public boolean isAccess() {
    return kind == EventKind.SHARE_ACCESS && account.isUser() && share.number() != Share.UNNUMBERED;
  }
}
