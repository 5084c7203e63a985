import type { Random } from './random.ts';

/** Frequent surnames with a rough weight (per mille of the population, rounded). */
const SURNAMES: readonly (readonly [string, number])[] = [
  ['王', 71], ['李', 70], ['张', 68], ['刘', 52], ['陈', 45], ['杨', 31], ['赵', 27], ['黄', 22], ['周', 20], ['吴', 20],
  ['徐', 15], ['孙', 15], ['胡', 13], ['朱', 13], ['高', 12], ['林', 11], ['何', 11], ['郭', 12], ['马', 11], ['罗', 9],
  ['梁', 8], ['宋', 8], ['郑', 8], ['谢', 7], ['韩', 7], ['唐', 7], ['冯', 7], ['于', 6], ['董', 6], ['萧', 2],
  ['程', 6], ['曹', 6], ['袁', 5], ['邓', 5], ['许', 5], ['傅', 4], ['沈', 4], ['曾', 4], ['彭', 4], ['吕', 5],
  ['苏', 4], ['卢', 4], ['蒋', 4], ['蔡', 3], ['贾', 4], ['丁', 4], ['魏', 5], ['薛', 3], ['叶', 3], ['阎', 2],
  ['余', 4], ['潘', 3], ['杜', 4], ['戴', 2], ['夏', 3], ['钟', 2], ['汪', 3], ['田', 3], ['任', 3], ['姜', 3],
  ['范', 3], ['方', 3], ['石', 3], ['姚', 3], ['谭', 2], ['廖', 2], ['邹', 2], ['熊', 2], ['金', 2], ['陆', 2],
  ['郝', 2], ['孔', 2], ['白', 2], ['崔', 2], ['康', 2], ['毛', 1], ['邱', 1], ['秦', 2], ['江', 1], ['史', 2],
  ['顾', 1], ['侯', 2], ['邵', 1], ['孟', 2], ['龙', 1], ['万', 1], ['段', 2], ['雷', 1], ['钱', 1], ['汤', 1],
  ['尹', 1], ['黎', 1], ['易', 1], ['常', 2], ['武', 1], ['乔', 2], ['贺', 1], ['赖', 1], ['龚', 1], ['文', 1],
  ['单', 1], ['查', 1], ['欧阳', 1], ['司马', 1],
];

const FIRST =
  '建志文国永春秀玉海晓明德俊宏振立学庆兴桂光金中忠长世天云新少正东书彦全景向传清红丽艳爱淑雪凤慧静婷敏娟芳素';
const SECOND =
  '山林生良友田成才祥发昌顺宽厚河川江波涛泉峰岭松柏梅兰菊竹莲荣华贵福禄康宁安和平顺亮光辉星晨霞云雨雪燕琴珍玲英';

/**
 * A synthetic name: a frequent surname and a given name put together from two lists, nine of ten with two characters.
 * It is nobody's name on purpose; any likeness to a real person is chance.
 */
export function syntheticName(random: Random): string {
  const surname = random.weighted(SURNAMES);
  const second = SECOND[random.int(0, SECOND.length - 1)]!;
  return random.chance(0.1) ? surname + second : surname + FIRST[random.int(0, FIRST.length - 1)]! + second;
}
