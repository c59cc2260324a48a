import { expect, test } from 'vitest';
import { differentiate } from './autodiff/differentiate.ts';
import { Executor } from './evaluate/executor.ts';
import { flatten } from './program/flatten.ts';
import type { GraphDocument } from './graph/document.ts';
const p={x:0,y:0};
test('xyz', () => {
  const doc: GraphDocument = { format:'gradwire', version:1, name:'', nodes: {
    x:{op:'input',attrs:{value:-2},position:p}, y:{op:'input',attrs:{value:5},position:p}, z:{op:'input',attrs:{value:-4},position:p},
    q:{op:'add',attrs:{},position:p}, f:{op:'multiply',attrs:{},position:p}},
    edges:{e1:{from:'x',to:'q',port:'x'},e2:{from:'y',to:'q',port:'y'},e3:{from:'q',to:'f',port:'x'},e4:{from:'z',to:'f',port:'y'}}};
  const flat = flatten(doc);
  expect(flat.problems).toEqual([]);
  const d = differentiate(flat.program, flat.program.nodes.get('f')!);
  const ex = new Executor(d.program, flat.sources);
  ex.run();
  const g = (n: string) => ex.value(d.gradients.get(flat.program.nodes.get(n)!)!).data[0];
  expect(['x','y','z','q','f'].map(g)).toEqual([-4,-4,3,-4,1]);
  const t0=performance.now();
  for (let i=0;i<1000;i++) ex.run();
  console.log((performance.now()-t0)/1000,'ms');
});
