/**
 * Who and what there is in an invented organisation: departments, staff, accounts, servers, shares
 * and the habits of each account, drawn from named streams of random numbers. In: a seed and a
 * shape. Out: an organisation, the same for the same seed.
 */
@Internal
package dev.byoml.model.sample.organization;

import dev.byoml.model.annotation.Internal;
