package dev.byoml.model.sample.export;

import dev.byoml.model.sample.activity.EventKind;
import dev.byoml.model.sample.organization.Account;
import dev.byoml.model.sample.organization.Share;
import java.time.Instant;
import java.util.UUID;

/**
 * One security event as it is spelt in a row.
 *
 * @param tenantId the organisation's GUID
 * @param time when, to a tenth of a microsecond
 * @param kind what happened
 * @param account who did it
 * @param domain the account's domain as this event spells it
 * @param name the account's name as this event spells it
 * @param computer fully qualified name of the server that saw it
 * @param share the share it is about; {@link Share.Kind#NONE} for none
 * @param detail file that was checked, or process that was started; else empty
 * @param ipAddress address it comes from, in some events as an IPv4-mapped IPv6 address
 * @param port port it comes from
 * @param logonId number of the session
 * @param itemId identity of the row; the same however often it is delivered
 * @param access whether it is a user's access to a resource, which the template {@code
 *     file-share-access} keeps
 */
public record SampleEvent(
    String tenantId,
    Instant time,
    EventKind kind,
    Account account,
    String domain,
    String name,
    String computer,
    Share share,
    String detail,
    String ipAddress,
    int port,
    long logonId,
    UUID itemId,
    boolean access) {}
