/** Classes that break each rule of the architecture once, so that a rule is seen to bite. */
@NullMarked
package codeblocking.brokenonpurpose;

import org.jspecify.annotations.NullMarked;
