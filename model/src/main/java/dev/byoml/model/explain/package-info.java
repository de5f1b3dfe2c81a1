/**
 * Why an access is odd, in data that a person can check: who else touches the resource, what the
 * user touches, and which users are alike. In: a tenant's model and a scored access. Out: the
 * explanation of a result, bounded in size.
 */
@Internal
package dev.byoml.model.explain;

import dev.byoml.model.annotation.Internal;
