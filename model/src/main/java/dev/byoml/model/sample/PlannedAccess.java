package dev.byoml.model.sample;

/**
 * One access that will happen on some day.
 *
 * @param account who
 * @param share what
 * @param ipAddress from where
 * @param nanoOfDay when on that day, in nanoseconds since midnight
 */
record PlannedAccess(Account account, Share share, String ipAddress, long nanoOfDay) {}
