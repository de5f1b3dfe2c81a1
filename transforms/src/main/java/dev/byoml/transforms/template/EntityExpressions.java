package dev.byoml.transforms.template;

/**
 * Where the entities of an access come from, as a template writes it; each may be left out.
 *
 * @param actorName account name without its domain
 * @param actorDomain domain of the account
 * @param actorSid security identifier of the account
 * @param hostName name of the computer without its DNS domain
 * @param dnsDomain DNS domain of the computer
 * @param ipAddress address the access came from
 */
record EntityExpressions(
    Expression actorName,
    Expression actorDomain,
    Expression actorSid,
    Expression hostName,
    Expression dnsDomain,
    Expression ipAddress) {}
