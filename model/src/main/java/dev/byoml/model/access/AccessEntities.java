package dev.byoml.model.access;

import static java.util.Objects.requireNonNull;

/**
 * The identifiers by which Microsoft Sentinel recognises an account, a host and an address. A value
 * that the event did not carry is the empty string.
 *
 * @param actorName account name without its domain
 * @param actorDomain NetBIOS or DNS domain of the account
 * @param actorSid security identifier of the account
 * @param hostName name of the computer without its DNS domain
 * @param dnsDomain DNS domain of the computer
 * @param ipAddress address the access came from, without an IPv4-mapped prefix
 */
public record AccessEntities(
    String actorName,
    String actorDomain,
    String actorSid,
    String hostName,
    String dnsDomain,
    String ipAddress) {

  /** Nothing is known. */
  public static final AccessEntities UNKNOWN = new AccessEntities("", "", "", "", "", "");

  /** Checks that nothing is null. */
  public AccessEntities {
    requireNonNull(actorName, "actorName");
    requireNonNull(actorDomain, "actorDomain");
    requireNonNull(actorSid, "actorSid");
    requireNonNull(hostName, "hostName");
    requireNonNull(dnsDomain, "dnsDomain");
    requireNonNull(ipAddress, "ipAddress");
  }

  /** Orders by the fields in turn; used only to break ties between events of the same instant. */
  int compareForTie(AccessEntities other) {
    int order = actorName.compareTo(other.actorName);
    order = order != 0 ? order : actorDomain.compareTo(other.actorDomain);
    order = order != 0 ? order : actorSid.compareTo(other.actorSid);
    order = order != 0 ? order : hostName.compareTo(other.hostName);
    order = order != 0 ? order : dnsDomain.compareTo(other.dnsDomain);
    return order != 0 ? order : ipAddress.compareTo(other.ipAddress);
  }
}
