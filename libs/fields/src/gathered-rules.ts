import { getMetadataStorage, useContainer } from 'class-validator';

/*
 * class-validator gathers the rules of a class anew for every object that it checks, over all classes that there are
 * (typestack/class-validator#2686), and looks for every rule that it asks in a list of all rules. Ours are complete once
 * they are declared, so they are gathered once and found at once: a batch of 500 records is then checked several times as
 * fast. Two methods of its storage are wrapped; a spec fails when they are no longer what they are here.
 */
const storage = getMetadataStorage();
const gather = storage.getTargetValidationMetadatas.bind(storage);
const group = storage.groupByPropertyName.bind(storage);
const gathered = new WeakMap<object, ReturnType<typeof gather>>();
const grouped = new WeakMap<object, ReturnType<typeof group>>();

storage.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups) => {
  if (always || strictGroups || groups) return gather(target, schema, always, strictGroups, groups);
  let rules = gathered.get(target);
  if (rules === undefined) {
    // For a nested object the schema is the name of the class around it; rules of ours are of classes, not of schemas.
    rules = gather(target, schema, always, strictGroups, groups);
    gathered.set(target, rules);
  }
  return rules;
};
storage.groupByPropertyName = (rules) => {
  let byProperty = grouped.get(rules);
  if (byProperty === undefined) {
    byProperty = group(rules);
    grouped.set(rules, byProperty);
  }
  return byProperty;
};

type RuleClass = new () => object;
const rules = new WeakMap<RuleClass, object>();

useContainer({
  get: (type: RuleClass) => {
    let known = rules.get(type);
    if (known === undefined) {
      known = new type();
      rules.set(type, known);
    }
    return known;
  },
});
