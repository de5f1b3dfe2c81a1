/**
 * What every command that runs a pipeline shares: the options of inputs and models, the scored
 * window, running to the end, progress and times. Knows no single command.
 */
@Internal
package dev.byoml.pipelines.run;

import dev.byoml.model.annotation.Internal;
