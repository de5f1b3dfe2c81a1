/**
 * What names and texts of the outside world stand for: fields by their paths, times in the forms in
 * which people have them, and the accounts that every Windows has. In: a name or a text. Out: a
 * place, an instant or the kind of account.
 */
@Internal
package dev.byoml.transforms.value;

import dev.byoml.model.annotation.Internal;
