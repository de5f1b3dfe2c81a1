package dev.byoml.model.sample.activity;

import dev.byoml.model.sample.organization.Account;
import dev.byoml.model.sample.organization.Share;

/**
 * One access that will happen on some day.
 *
 * @param account who
 * @param share what
 * @param ipAddress from where
 * @param nanoOfDay when on that day, in nanoseconds since midnight
 */
public record PlannedAccess(Account account, Share share, String ipAddress, long nanoOfDay) {}
